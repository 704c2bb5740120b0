import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { version } from '../../package.json';
import { asNobody } from '../support/as-nobody';
import { runCli } from './support/run-cli';
import { temporaryDirectory } from './support/temporary-directory';

const good = 'FROM alpine:3.20\nRUN true\nCMD ["true"]\n';
const bad = 'FROM alpine:3.20\nRUM true\nCMD ["true"]\n';
const misspelt = '# layerwright global ignore=nonsense\nFROM alpine:3.20\nCMD ["true"]\n';

function jsonFiles(out: string): readonly { path: string; error?: string; findings: readonly { rule: string }[] }[] {
  return JSON.parse(out).files;
}

describe('layerwright', () => {
  it('says its version and what it can do', async () => {
    assert.deepEqual(await runCli(['--version']), { status: 0, out: `${version}\n`, err: '' });
    assert.match((await runCli(['--help'])).out, /layerwright lint/);
    assert.match((await runCli(['lint', '--help'])).out, /--fix-dry-run/);
  });

  for (const [argv, message] of [
    [[], /Name a command/],
    [['Dockerfile'], /no command "Dockerfile".*layerwright lint Dockerfile/],
    [['forecast', 'a', 'b'], /takes one build context, not 2/],
    [['forecast', 'nosuch'], /"nosuch" is no directory/],
    [['forecast', '--builder', 'other'], /buildkit or legacy, not "other"/],
    [['lint', '--nonsense'], /Unknown option '--nonsense'/],
    [['lint', '--profile', 'everything'], /no profile "everything"; there are recommended, strict/],
    [['lint', '--format', 'xml'], /no format "xml"/],
    [['lint', '--fail-on', 'always'], /--fail-on takes .* not "always"/],
    [['lint', '--rule', 'no-maintainer'], /--rule takes a rule and/],
    [['lint', '--rule', 'no-maintainers=off'], /"no-maintainer" is near/],
    [['lint', '--jobs', 'many'], /--jobs takes a number/],
    [['lint', '--context', '.', '--no-context'], /not both/],
    [['lint', '--fix', '--fix-dry-run'], /not both/],
    [['lint', '--fix', '-'], /cannot write to standard input/],
    [['lint', '--config', '/nowhere/at-all.yaml'], /could not be read: there is no such file/],
    [['explain'], /takes the id of one rule/],
    [['explain', 'no-maintainers'], /"no-maintainer" is near/],
    [['rules', 'x'], /takes no argument/],
    [['optimise', '.', '.'], /one build context, not 2/],
    [['optimise', '--edit', 'a.js'], /--edit is for builds: give --prove as well/],
    [['optimise', '--prove', '--builder', 'kaniko'], /--builder takes buildkit or legacy/],
    [['optimise', '--format', 'sarif'], /there are text, json/],
    [['optimise', '--nonsense'], /Every option: layerwright optimise --help/],
    [['optimise', '/nowhere/at-all'], /The build context "\/nowhere\/at-all" does not exist/],
  ] as const) {
    it(`refuses "${argv.join(' ')}"`, async () => {
      const { status, out, err } = await runCli(argv);
      assert.equal(status, 2);
      assert.equal(out, '');
      assert.match(err, message);
    });
  }

  it('prints what it would rewrite as a patch, with what it leaves and why, and writes it when asked', async () => {
    const dockerfile = 'FROM node:22\nWORKDIR /app\nCOPY . .\nRUN npm ci\nCMD ["node", "server.js"]\n';
    const files = { 'package.json': '{"name":"web"}', 'package-lock.json': '{"packages":{}}', 'server.js': '' };
    const cwd = temporaryDirectory({ ...files, '.git/HEAD': '', Dockerfile: dockerfile });
    const { status, out } = await runCli(['optimise'], { cwd });
    assert.equal(status, 0);
    assert.match(out, /^--- a\/Dockerfile\n\+\+\+ b\/Dockerfile\n.*\n\+COPY package.json package-lock.json \.\/\n/s);
    assert.match(
      out,
      /Left as it is:\n {2}line 5: \.git goes into this copy.*taken with --all only: Create \.dockerignore/s,
    );
    assert.equal(readFileSync(join(cwd, 'Dockerfile'), 'utf8'), dockerfile);

    const all = await runCli(['optimise', '--all', '--write', '--format', 'json', '-f', 'Dockerfile', '.'], { cwd });
    const report = JSON.parse(all.out);
    assert.equal(report.written, true);
    assert.equal(readFileSync(join(cwd, 'Dockerfile'), 'utf8'), report.text);
    assert.equal(readFileSync(join(cwd, '.dockerignore'), 'utf8'), '.git\n');
    assert.match((await runCli(['optimise'], { cwd })).out, /^There is nothing to rewrite in Dockerfile\.$/m);
  });

  it('lists the rules', async () => {
    assert.match(
      (await runCli(['rules'])).out,
      /^parse-error +error +Write instructions that the builder can parse \(DL1000\)$/m,
    );
    const { version: format, rules } = JSON.parse((await runCli(['rules', '--format', 'json'])).out);
    assert.equal(format, 1);
    assert.deepEqual(
      rules.find(({ id }: { id: string }) => id === 'parse-error'),
      {
        id: 'parse-error',
        summary: 'Write instructions that the builder can parse',
        category: 'correctness',
        severity: 'error',
        on: true,
        since: '0.1.0',
        related: { hadolint: 'DL1000' },
      },
    );
  });

  it('explains a rule', async () => {
    const { status, out } = await runCli(['explain', 'parse-error']);
    assert.equal(status, 0);
    assert.match(out, /^# parse-error\n/);
    assert.match(out, /\*\*Replace with RUN\*\* gives\n\n```dockerfile\nFROM alpine:3.20\nRUN apk/);
  });
});

describe('layerwright lint', () => {
  it('reports findings as text', async () => {
    const cwd = temporaryDirectory({ Dockerfile: bad });
    const { status, out, err } = await runCli(['lint'], { cwd });
    assert.equal(err, '');
    assert.match(out, /^Dockerfile:2:1 error "RUM" is no Dockerfile instruction.* \[parse-error\]$/m);
    assert.equal(status, 1);
  });

  it('reports findings as JSON', async () => {
    const cwd = temporaryDirectory({ 'svc/Dockerfile': bad });
    const { status, out } = await runCli(['lint', '--format', 'json', '--rule', 'parse-error=warning'], { cwd });
    const [file] = JSON.parse(out).files;
    assert.equal(file.path, 'svc/Dockerfile');
    assert.equal(status, 1);
    const range = { start: { line: 1, character: 0 }, end: { line: 1, character: 3 } };
    const { message, ...rest } = file.findings.find(({ rule }: { rule: string }) => rule === 'parse-error');
    assert.match(message, /"RUM"/);
    assert.deepEqual(rest, {
      rule: 'parse-error',
      severity: 'warning',
      range,
      related: { hadolint: 'DL1000' },
      fix: { title: 'Replace with RUN', safe: false, edits: [{ range, newText: 'RUN' }] },
    });
  });

  it('finds Dockerfiles by their names, in order, and takes what is named', async () => {
    const cwd = temporaryDirectory({
      'b/Dockerfile': good,
      'a/web.Dockerfile': good,
      'a/Dockerfile.dev': good,
      'a/Dockerfile.dev.dockerignore': '',
      Containerfile: good,
      'node_modules/x/Dockerfile': good,
      '.git/Dockerfile': good,
      'other.txt': good,
      'c/readme.md': '',
    });
    const paths = async (...names: string[]) =>
      jsonFiles((await runCli(['lint', '--format', 'json', ...names], { cwd })).out).map(({ path }) => path);
    assert.deepEqual(await paths(), ['Containerfile', 'a/Dockerfile.dev', 'a/web.Dockerfile', 'b/Dockerfile']);
    assert.deepEqual(await paths('./b', 'other.txt', 'a/', 'b/Dockerfile'), [
      'a/Dockerfile.dev',
      'a/web.Dockerfile',
      'b/Dockerfile',
      'other.txt',
    ]);
    assert.deepEqual(await paths(join(cwd, 'b')), [join(cwd, 'b/Dockerfile')]);
    assert.match((await runCli(['lint', 'c'], { cwd })).err, /no Dockerfile in c/);
  });

  it('never stops at a bad file', async () => {
    const root = temporaryDirectory({
      'empty/Dockerfile': '',
      'blank/Dockerfile': '\n \n',
      'binary/Dockerfile': new Uint8Array([0x7f, 0x45, 0x4c, 0x46, 0, 1]),
      'latin/Dockerfile': new Uint8Array([0x46, 0x52, 0x4f, 0x4d, 0x20, 0xfc]),
      'large/Dockerfile': `FROM a\n${'# x\n'.repeat(1_310_720)}`,
      'directory/Dockerfile/inner/Dockerfile': good,
      'good/Dockerfile': good,
      'bad/Dockerfile': bad,
    });
    const expected: Record<string, RegExp> = {
      'binary/Dockerfile': /binary/,
      'blank/Dockerfile': /empty/,
      'directory/Dockerfile': /directory/,
      'empty/Dockerfile': /empty/,
      'large/Dockerfile': /5\.0 MiB/,
      'latin/Dockerfile': /UTF-8/,
      'missing/Dockerfile': /no such file/,
    };
    if (process.platform !== 'win32') {
      symlinkSync('nowhere', join(root, 'good/Dockerfile.dangling'));
      symlinkSync('Dockerfile.loop', join(root, 'good/Dockerfile.loop'));
      expected['good/Dockerfile.dangling'] = /link to nothing/;
      expected['good/Dockerfile.loop'] = /circle/;
      if (spawnSync('mkfifo', [join(root, 'good/Dockerfile.pipe')]).status === 0) {
        expected['good/Dockerfile.pipe'] = /named pipe/;
      }
    }
    const { status, out } = await runCli(['lint', '--format', 'json', '.', 'missing/Dockerfile'], { cwd: root });
    assert.equal(status, 2);
    const files = jsonFiles(out);
    const errors = files.filter(({ error }) => error !== undefined);
    assert.deepEqual(
      errors.map(({ path }) => path),
      Object.keys(expected).sort(),
    );
    for (const { path, error } of errors) assert.match(error ?? '', expected[path] ?? /^$/);
    assert.deepEqual(
      files.filter(({ error }) => error === undefined).map(({ path }) => path),
      ['bad/Dockerfile', 'directory/Dockerfile/inner/Dockerfile', 'good/Dockerfile'],
    );
    assert.ok(files.find(({ path }) => path === 'bad/Dockerfile')?.findings.some(({ rule }) => rule === 'parse-error'));
  });

  it('lints a file in an old encoding, says so, and does not write it', async () => {
    const bytes = Buffer.from('# caf\xe9\nFROM alpine:3.20\nMAINTAINER x\n', 'latin1');
    const cwd = temporaryDirectory({ Dockerfile: bytes });
    const { status, out } = await runCli(['lint', '--fix'], { cwd });
    assert.equal(status, 2);
    assert.match(out, /Dockerfile error It is not UTF-8 text and was read as Latin-1/);
    assert.match(out, /Dockerfile:3:1 .*\[no-maintainer\]/);
    assert.deepEqual(readFileSync(join(cwd, 'Dockerfile')), bytes);
  });

  it('says that a file may not be read', async function () {
    if (process.platform === 'win32') this.skip();
    const cwd = temporaryDirectory({ Dockerfile: good });
    chmodSync(cwd, 0o755);
    chmodSync(join(cwd, 'Dockerfile'), 0);
    // Everything is loaded by now: nobody may not read the project.
    await runCli(['lint'], { cwd });
    const { out } = await asNobody(() => runCli(['lint'], { cwd }));
    assert.match(out, /^Dockerfile error .*permission denied$/m);
  });

  it('reads standard input', async () => {
    const { status, out } = await runCli(['lint', '-'], { stdin: bad });
    assert.equal(status, 1);
    assert.match(out, /^-:2:1 error/m);
    assert.match(
      (await runCli(['lint', '--stdin-filename', 'x/Dockerfile', '-'], { stdin: bad })).out,
      /^x\/Dockerfile:2:1/m,
    );
    assert.equal((await runCli(['lint', '-'], { stdin: '' })).status, 2);
  });

  describe('exit status', () => {
    for (const [argv, expected] of [
      [[], 1],
      [['--fail-on', 'warning'], 1],
      [['--fail-on', 'error'], 0],
      [['--fail-on', 'never'], 0],
      [['--rule', 'unknown-suppression=style'], 0],
      [['--rule', 'unknown-suppression=style', '--fail-on', 'style'], 1],
      [['--rule', 'unknown-suppression=off'], 0],
    ] as const) {
      it(`is ${expected} with "${argv.join(' ')}" for a warning`, async () => {
        const cwd = temporaryDirectory({ Dockerfile: misspelt });
        assert.equal((await runCli(['lint', ...argv], { cwd })).status, expected);
      });
    }
  });

  describe('configuration', () => {
    it('is the nearest one upwards, as far as the repository', async () => {
      const root = temporaryDirectory({
        '.layerwright.yaml': 'rules:\n  unknown-suppression: off\n',
        'inner/Dockerfile': misspelt,
        'own/.layerwright.yml': 'rules:\n  unknown-suppression: error\n',
        'own/.hadolint.yaml': 'override: nonsense\n',
        'own/deep/Dockerfile': misspelt,
        'repository/.git/HEAD': '',
        'repository/deep/Dockerfile': misspelt,
      });
      const { out, err } = await runCli(['lint', '--format', 'json'], { cwd: root });
      assert.equal(err, '');
      const severities = JSON.parse(out).files.map((file: { path: string; findings: { severity: string }[] }) => [
        file.path,
        ...file.findings.map(({ severity }) => severity),
      ]);
      assert.deepEqual(severities, [
        ['inner/Dockerfile'],
        ['own/deep/Dockerfile', 'error'],
        ['repository/deep/Dockerfile', 'warning'],
      ]);
    });

    it('can be named, and the command line wins', async () => {
      const cwd = temporaryDirectory({
        Dockerfile: misspelt,
        '.layerwright.yaml': 'rules: {unknown-suppression: off}\n',
        'ci.yaml': 'rules: {unknown-suppression: error}\nfail-on: never\n',
        'team.hadolint.yaml': 'no-fail: true\n',
      });
      assert.deepEqual((await runCli(['lint'], { cwd })).status, 0);
      const named = await runCli(['lint', '--config', 'ci.yaml'], { cwd });
      assert.match(named.out, / error /);
      assert.equal(named.status, 0);
      assert.equal((await runCli(['lint', '--config', 'ci.yaml', '--fail-on', 'error'], { cwd })).status, 1);
      assert.equal((await runCli(['lint', '--config', 'team.hadolint.yaml'], { cwd })).status, 0);
    });

    it('with mistakes is reported, and the rest of it holds', async () => {
      const cwd = temporaryDirectory({
        Dockerfile: misspelt,
        '.layerwright.yaml': 'rules:\n  unknown-suppression: off\n  nonsense: off\n',
      });
      const { status, out, err } = await runCli(['lint'], { cwd });
      assert.equal(err, '.layerwright.yaml:3:3 There is no rule "nonsense"\n');
      assert.match(out, /nothing found/);
      assert.equal(status, 2);
    });
  });

  describe('fixes', () => {
    const fixable = '\ufeffFROM alpine:3.20\r\nMAINTAINER me\r\nCMD ["true"]\r\n';

    it('are printed as a patch that applies', async function () {
      const cwd = temporaryDirectory({ 'a/Dockerfile': fixable.slice(1).replaceAll('\r', '') });
      const { out } = await runCli(['lint', '--fix-dry-run'], { cwd });
      if (!out.startsWith('---')) this.skip();
      const { status, error } = spawnSync('patch', ['-p1'], { cwd, input: out });
      if (error) this.skip();
      assert.equal(status, 0);
      assert.doesNotMatch(readFileSync(join(cwd, 'a/Dockerfile'), 'utf8'), /MAINTAINER/);
    });

    it('are applied in place', async function () {
      const cwd = temporaryDirectory({ Dockerfile: fixable });
      const file = join(cwd, 'Dockerfile');
      writeFileSync(file, fixable, { mode: 0o640 });
      const { mode } = statSync(file);
      const { out } = await runCli(['lint', '--fix'], { cwd });
      const fixed = readFileSync(file, 'utf8');
      if (fixed === fixable) this.skip();
      assert.doesNotMatch(out, /no-maintainer/);
      assert.match(fixed, /^\ufeffFROM alpine:3.20\r\n(?!MAINTAINER).*\r\nCMD \["true"\]\r\n$/);
      assert.equal(statSync(file).mode, mode);
    });
  });

  it('looks at the build context that it is given, or at none', async () => {
    const cwd = temporaryDirectory({ 'docker/Dockerfile': good, 'app/package.json': '{}' });
    for (const options of [[], ['--context', 'app'], ['--no-context'], ['--jobs', '4']]) {
      assert.equal((await runCli(['lint', ...options], { cwd })).status, 0, options.join(' '));
    }
    assert.match((await runCli(['lint', '--stats'], { cwd })).err, /^1 files, \d+ rules: [\d.]+ ms to start/);
  });

  it('lets a code on the command line win over a rule in the file, and leaves its other codes alone', async () => {
    const cwd = temporaryDirectory();
    writeFileSync(join(cwd, '.layerwright.yaml'), 'rules:\n  no-maintainer: off\n  absolute-workdir: off\n');
    writeFileSync(join(cwd, 'Dockerfile'), 'FROM alpine:3.20\nMAINTAINER x\nWORKDIR app\nCMD ["true"]\n');
    const { out } = await runCli(['lint', '--format', 'json', '--rule', 'DL4000=error'], { cwd });
    const found = jsonFiles(out)[0]?.findings.map(({ rule }) => rule) ?? [];
    assert.ok(found.includes('no-maintainer'));
    assert.ok(!found.includes('absolute-workdir'));
  });
});
