import { deepEqual, equal } from 'node:assert/strict';
import { at, checkCommands, checkSteps, plain, testShellParser, theCommand } from './support';

/** Valid scripts that tree-sitter-bash 0.25 reads otherwise than shells do, or takes for errors. */
describe('what the grammar misreads', () => {
  it('commands behind the opener of a here-document', async () => {
    await checkSteps(
      'cat <<EOF > a && b | c; d\n text\nEOF\ne',
      '- command: cat <<EOF > a',
      '&& pipeline: b | c',
      '; command: d',
      '\\n command: e',
    );
    await checkCommands('cat <<A <<-"B" | c\n1\nA\n2\n\tB\nd', '0 pipeline: cat', '0 pipeline: c', '1 top: d');
  });

  it('here-documents in compound commands', () =>
    checkCommands(
      'if a; then\n  cat > b <<-EOF\n\tit is "open\n\tEOF\nfi\nc',
      '0 condition: a',
      '0 body?: cat',
      '1 top: c',
    ));

  it('code in the body of a here-document', async () => {
    await checkCommands(
      "cat <<EOF\n`a` $(b \"c)\" 'd') it's $((1)) \\$(no)\nEOF",
      '0 top: cat',
      '0 substitution: a',
      `0 substitution: b ¦ c) ¦ d`,
    );
    await checkCommands("cat <<'EOF'\n$(no) `no`\nEOF", '0 top: cat');
  });

  it('bodies of here-documents belong to the redirection, not to the command', async () => {
    const text = 'cat <<-"EOF" x\n\tbody\n\tEOF\n';
    const command = await theCommand(text);
    const [redirect] = command.redirects;
    equal(at(text, command.span), 'cat <<-"EOF" x');
    equal(redirect?.operator, '<<-');
    equal(redirect?.target?.value, 'EOF');
    equal(redirect?.body && at(text, redirect.body), '\tbody\n');
    deepEqual(
      command.args.map((word) => word.value),
      ['x'],
    );
  });

  it('two backtick substitutions', () =>
    checkCommands(
      'a `b c` "`d`" e-`f`',
      '0 top: a ¦ `b c` ¦ `d` ¦ e-`f`',
      '0 substitution: b ¦ c',
      '0 substitution: d',
      '0 substitution: f',
    ));

  it('line breaks behind a pipeline', () =>
    checkCommands(
      'a | b | c\nd 2>&1\ne # f\ng 2>&1',
      '0 pipeline: a',
      '0 pipeline: b',
      '0 pipeline: c',
      '1 top: d',
      '2 top: e',
      '3 top: g',
    ));

  it('a - in front of a redirection', () =>
    checkCommands('a | b add - 2>&1', '0 pipeline: a', '0 pipeline: b ¦ add ¦ -'));

  it('== as an argument', async () => {
    await checkCommands('(test "$a" == b && c)', '0 subshell: test ¦ $a ¦ == ¦ b', '0 subshell?: c');
    await checkCommands(
      'if test $a ==; then b; fi; [ $a == b ] && [[ c == d* ]] && e',
      '0 condition: test ¦ $a ¦ ==',
      '0 body?: b',
      '3 top?: e',
    );
  });

  it('time and ! in front of a compound command', async () => {
    await checkCommands('time { a; }; time -p (b)', '0 group: a', '1 subshell: b');
    await checkSteps('! { a; } && ! if b; then c; fi', '- compound: ! { a; }', '&& compound: ! if b; then c; fi');
  });

  it('extended globs', () =>
    checkCommands('rm -rf !(a|b) && ls *.@(c|d)', '0 top: rm ¦ -rf ¦ !(a|b)', '1 top: ls ¦ *.@(c|d)'));

  it('redirections of an assignment', () =>
    checkCommands('A=$(a) 2> b && c; D=1 > d | e', '0 substitution: a', '1 top: c', '2 pipeline: e'));

  it('redirections in front of a command', async () => {
    await checkCommands('> a 2>&1 b c && D=1 2> e f', '0 top: b ¦ c', '1 top: f');
  });

  it('! in front of another one', () => checkCommands('! ! a && b', '0 top: a', '1 top: b'));

  it('& at the end of a group', () => checkCommands('{ a & }; b', '0 group: a', '1 top: b'));

  it('shifts are no here-documents', () =>
    checkCommands('echo $((1 << 2)); (( a<<b )); c', '0 top: echo ¦ $((1 << 2))', '2 top: c'));

  it('what is no shell is incomplete', async () => {
    const parser = await testShellParser();
    for (const text of [
      'test ! -f a || { npm i && npm t }',
      'if a; then b',
      'echo "a',
      'a && && b',
      'for x in; { }',
      'a; print(x)',
    ]) {
      equal(parser.parse(plain(text)).complete, false, text);
    }
  });
});
