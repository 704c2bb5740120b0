import { deepEqual, equal } from 'node:assert/strict';
import { at, checkCommands, checkSteps, plain, testShellParser, theCommand } from './support';

describe('shell parser', () => {
  describe('commands', () => {
    it('are those of chains and pipelines', () =>
      checkCommands(
        'set -eux; apt-get update && apt-get install -y curl | tee log || exit 1',
        '0 top: set ¦ -eux',
        '1 top: apt-get ¦ update',
        '2 pipeline: apt-get ¦ install ¦ -y ¦ curl',
        '2 pipeline: tee ¦ log',
        '3 top?: exit ¦ 1',
      ));

    it('are those of compound commands', () =>
      checkCommands(
        'if a; then b; elif c; then d; else e; fi; for x in $(f); do g; done; while h; do i; done; { j; }; (k; l); m() { n; }',
        '0 condition: a',
        '0 body?: b',
        '0 condition?: c',
        '0 body?: d',
        '0 body?: e',
        '1 substitution: f',
        '1 body?: g',
        '2 condition: h',
        '2 body?: i',
        '3 group: j',
        '4 subshell: k',
        '4 subshell: l',
        '5 function?: n',
      ));

    it('are those of the arms of a case, also inside a substitution', () =>
      checkCommands(
        'x="$(case "$(uname -m)" in x86_64) echo amd64;; arm*|aarch64) echo arm64;; esac)"; y',
        '0 substitution: uname ¦ -m',
        '0 substitution?: echo ¦ amd64',
        '0 substitution?: echo ¦ arm64',
        '1 top: y',
      ));

    it('are those of substitutions, outer ones first', () =>
      checkCommands(
        'A=$(a) b "$(c `d`)" <(e) > "$(f)"',
        '0 top: b ¦ $(c `d`) ¦ <(e)',
        '0 substitution: a',
        '0 substitution: c ¦ `d`',
        '0 substitution: d',
        '0 substitution: e',
        '0 substitution: f',
      ));

    it('are declarations, too, but neither assignments nor tests', () =>
      checkCommands(
        'A=1 B=2; [ -f x ]; [[ a == b* ]]; (( i++ )); export C=3 D; unset E; test -f "$(y)"',
        '4 top: export ¦ C=3 ¦ D',
        '5 top: unset ¦ E',
        '6 top: test ¦ -f ¦ $(y)',
        '6 substitution: y',
      ));

    it('leave words in quotes and comments alone', () =>
      checkCommands(`echo "npm ci && x" 'a | b' # npm test`, '0 top: echo ¦ npm ci && x ¦ a | b'));

    it('run in any case behind a command, but not behind a test or a question', async () => {
      await checkCommands('a && b && c; d', '0 top: a', '1 top: b', '2 top: c', '3 top: d');
      await checkCommands('[ -f x ] && b && c; d', '1 top?: b', '2 top?: c', '3 top: d');
      await checkCommands(
        'command -v a && b || c && d',
        '0 top: command ¦ -v ¦ a',
        '1 top?: b',
        '2 top?: c',
        '3 top: d',
      );
      await checkCommands(
        'test a || b; ! which c && d',
        '0 top: test ¦ a',
        '1 top?: b',
        '2 top: which ¦ c',
        '3 top?: d',
      );
    });

    it('share their subshells and branches', async () => {
      const parser = await testShellParser();
      const { commands } = parser.parse(plain('(a; b) | c; if d; then e; f; else g; fi'));
      const [a, b, c, , e, f, g] = commands.map((command) => command.scopes);
      deepEqual(
        a?.map((scope) => scope.kind),
        ['subshell', 'subshell'],
      );
      equal(a?.[0], b?.[0]);
      equal(a?.[1], b?.[1]);
      equal(c?.[0] === a?.[0], false);
      equal(e?.[0], f?.[0]);
      equal(e?.[0] === g?.[0], false);
    });
  });

  describe('steps', () => {
    it('are the top level with its operators', () =>
      checkSteps(
        'a && b | c;\nd & e\n! f || { g; } ; if h; then i; fi',
        '- command: a',
        '&& pipeline: b | c',
        '; command: d',
        '& command: e',
        '\\n compound: ! f',
        '|| compound: { g; }',
        '; compound: if h; then i; fi',
      ));

    it('hold their redirections and their own commands', async () => {
      await checkSteps(
        'a > x 2>&1 && b | c >> y; > z',
        '- command: a > x 2>&1',
        '&& pipeline: b | c >> y',
        '; command: > z',
      );
      const { steps } = (await testShellParser()).parse(plain('a $(b) && c'));
      deepEqual(
        steps.map((step) => step.commands.map((command) => command.name.value)),
        [['a', 'b'], ['c']],
      );
    });

    it('skip comments and blank lines of a script', () =>
      checkSteps(
        '# first\nset -e\n\n  # then\napt-get update # now\n\nx',
        '- command: set -e',
        '\\n command: apt-get update',
        '\\n command: x',
      ));

    it('know where their operator stands', async () => {
      const text = 'a   &&   b\n\nc ;d';
      const { steps } = (await testShellParser()).parse(plain(text));
      deepEqual(
        steps.map((step) => step.operatorSpan && at(text, step.operatorSpan)),
        [undefined, '&&', '\n', ';'],
      );
    });

    it('take assignments and tests for commands without a listed command', () =>
      checkSteps('A=1 && [ -f x ] && b', '- command: A=1', '&& command: [ -f x ]', '&& command: b'));
  });

  describe('words', () => {
    async function values(text: string): Promise<readonly string[]> {
      return (await theCommand(text)).args.map((word) => word.value);
    }

    it('lose quotes and escapes', async () => {
      deepEqual(await values(`x "a b" 'c d' e\\ f "g\\"h" 'i\\j' k"l"'m' $'n\\to'`), [
        'a b',
        'c d',
        'e f',
        'g"h',
        'i\\j',
        'klm',
        'n\to',
      ]);
    });

    it('keep expansions as written', async () => {
      deepEqual(await values('x $A "${B:-c d}" $(e "f") `g` a-$((1 + 2)) "$@"'), [
        '$A',
        '${B:-c d}',
        '$(e "f")',
        '`g`',
        'a-$((1 + 2))',
        '$@',
      ]);
    });

    it('are literal without expansions and globs', async () => {
      const literal = async (text: string) => (await theCommand(`x ${text}`)).args.map((word) => word.literal);
      deepEqual(await literal(`a "b c" 'd$e' f\\*g a=b @scope/x@1 -I{}`), [true, true, true, true, true, true, true]);
      deepEqual(await literal('$a "b$c" *.deb a[bc]d {e,f} {1..3} ~/g `h`'), Array(8).fill(false));
    });

    it('of one piece stay one', async () => {
      deepEqual(await values('x --a="$B"/c"$(d)"\'e\' 1.2$F'), ['--a=$B/c$(d)e', '1.2$F']);
    });

    it('behind a redirection are arguments', async () => {
      const command = await theCommand('A=1 B= x > f y 2>&1 z <<< "in put"');
      deepEqual(
        command.args.map((word) => word.value),
        ['y', 'z'],
      );
      deepEqual(
        command.assignments.map(({ name, value }) => [name, value?.value]),
        [
          ['A', '1'],
          ['B', undefined],
        ],
      );
      deepEqual(
        command.redirects.map(({ descriptor, operator, target }) => `${descriptor ?? ''}${operator} ${target?.value}`),
        ['> f', '2>& 1', '<<< in put'],
      );
    });
  });

  describe('dialect', () => {
    it('is other behind a #! of another program', async () => {
      const parser = await testShellParser();
      const dialect = (text: string) => parser.parse(plain(text)).dialect;
      equal(dialect('#!/usr/bin/env python3\nprint("x")\n'), 'other');
      equal(dialect('#!/usr/bin/perl -w\n'), 'other');
      equal(dialect('#!/bin/bash -e\nx\n'), 'posix');
      equal(dialect('#!/usr/bin/env -S bash -e\nx\n'), 'posix');
      deepEqual(parser.parse(plain('#!/usr/bin/node\nx()')), {
        dialect: 'other',
        complete: true,
        commands: [],
        steps: [],
        pipes: [],
      });
    });
  });
});
