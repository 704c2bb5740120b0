import { deepEqual, equal } from 'node:assert/strict';
import { parseDockerfile } from '../../../../src/dockerfile/parse';
import { allRuns } from '../../../../src/lint/facts/all-runs';
import { commandsOf, pipesOf } from '../../../../src/lint/hadolint/commands';
import { createLintFile } from '../../../../src/lint/lint-file';
import { shell } from '../../support/shell';

describe('commands as hadolint reads them', () => {
  it('are called by their first word, without looking through sudo or paths', () => {
    deepEqual(names('sudo apt-get x && /bin/cat y && "ls" | s\\ort'), ['sudo', '/bin/cat', 'ls', 'sort']);
    deepEqual(names('$X a; a* b; `d` e; ~/f'), ['d', '~/f']);
    deepEqual(names('command -v a; command b; exec -a x c; busybox d; builtin e'), ['command', 'b', 'c', 'd', 'e']);
    deepEqual(names('time -p a b'), ['time', 'a']);
  });

  it('are none of a script that does not parse, nor those in a string', () => {
    deepEqual(names('if a; then'), []);
    deepEqual(names("sh -c 'a | b'"), ['sh']);
  });

  it('are those in front of a mistake between two statements', () => {
    deepEqual(names('a; b | c; fi; d'), ['a', 'b', 'c']);
    deepEqual(names('a; echo b (c); d'), ['a', 'echo']);
    deepEqual(names('["sh", "-c", "for i in a b; do c; done && d"]'), ['sh']);
    deepEqual(names('["python", "-c", "import x; print(x)"]'), []);
    deepEqual(names('a && fi; b'), []);
    deepEqual(names('a $(fi); b'), []);
  });

  it('stand in the joined words of an exec form', () => {
    deepEqual(names('["sh", "-c", "a && b"]'), ['sh', 'b']);
    deepEqual(names('["echo", "it\'s"]'), []);
    deepEqual(names('[]'), []);
  });

  it('stand in front of a here-document or in one that is the script', () => {
    deepEqual(names('a && b <<EOF && c\nd\nEOF'), ['a', 'b']);
    deepEqual(names('<<EOF\na\nb | c\nEOF'), ['a', 'b', 'c']);
    deepEqual(names('<<EOF a\nb\nEOF'), ['a', 'b']);
    deepEqual(names('<<EOF > a\nb\nEOF'), ['b']);
    deepEqual(names('<<EOF && a\nb\nEOF'), []);
  });

  it('have arguments in one spelling', () => {
    const args = [
      '$v',
      '${v}',
      '"a b"$v',
      '${v:-x}',
      '$(a b)',
      '`c`',
      '$((1+1))',
      'a\\>=1',
      'x{a,b}y',
      '@(a|b)',
      '*.c',
    ];
    deepEqual(
      commands(`x ${args.join(' ')}`)[0]?.args.map(({ value }) => value),
      ['${v}', '${v}', 'a b${v}', '${v:-x}', '${a b}', '${VAR}', '${VAR}', 'a>=1', 'xy', '', '*.c'],
    );
  });

  it('may be joined by pipes anywhere', () => {
    equal(pipes('a | b |& c'), 2);
    equal(pipes('x="$(a | b)" y=`a | b`'), 2);
    equal(pipes('if a; then b; fi | c'), 1);
    equal(pipes('echo "a | b" a\\|b || [[ x =~ a|b ]]'), 0);
    equal(pipes("sh -c 'a | b'"), 0);
    equal(pipes('["sh", "-c", "a | b"]'), 1);
  });
});

function file(body: string) {
  return createLintFile(parseDockerfile(`FROM x\nRUN ${body}\n`), { shell: shell() });
}

function commands(body: string) {
  const one = file(body);
  return allRuns(one).flatMap((run) => commandsOf(one, run));
}

function names(body: string) {
  return commands(body).map(({ name }) => name);
}

function pipes(body: string) {
  const one = file(body);
  return allRuns(one).flatMap((run) => pipesOf(one, run)).length;
}
