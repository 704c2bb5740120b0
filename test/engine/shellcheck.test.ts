import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseDockerfile } from '../../src/dockerfile/parse';
import { checkedScripts } from '../../src/lint/shellcheck/scripts';
import { createShellCheck, findShellCheck } from '../../src/shellcheck/shellcheck';
import { requireTools } from '../support/tools.mjs';
import { runCli } from '../unit/support/run-cli';
import { temporaryDirectory } from '../unit/support/temporary-directory';

const text = 'FROM debian\nARG target\nRUN rm $target $1\nRUN ["true"]\nRUN ls && \\\n    cat $1\n';

describe('ShellCheck', function () {
  this.timeout(20_000);
  let program: string;
  before(async () => {
    requireTools('The test of ShellCheck', [{ program: 'shellcheck', debianPackage: 'shellcheck' }]);
    program = (await findShellCheck()) ?? '';
  });

  it('is asked once for all scripts of a file, and answers for each', async () => {
    const comments = await createShellCheck(program)(checkedScripts(parseDockerfile(text)));
    assert.deepEqual(
      comments.map((list) => list.map(({ code }) => code)),
      [[2086], [2086]],
    );
  });

  it('reports at the right place on the command line', async () => {
    const cwd = temporaryDirectory();
    writeFileSync(join(cwd, 'Dockerfile'), text);
    const { out } = await runCli(['lint', '--shellcheck', program, '--format', 'github'], { cwd });
    assert.match(out, /file=Dockerfile,line=3,endLine=3,col=16,endColumn=18,title=shell-problem::.*SC2086/);
    assert.match(out, /file=Dockerfile,line=6,endLine=6,col=9,endColumn=11,title=shell-problem/);
    assert.doesNotMatch((await runCli(['lint', '--no-shellcheck'], { cwd })).out, /shell-problem/);
  });

  it('says when the program is not there, or fails, and reports the rest', async () => {
    const cwd = temporaryDirectory();
    writeFileSync(join(cwd, 'Dockerfile'), text);
    const missing = await runCli(['lint', '--shellcheck', 'nowhere'], { cwd });
    assert.equal(missing.status, 2);
    assert.match(missing.err, /There is no program "nowhere"/);
    writeFileSync(join(cwd, 'broken'), '#!/bin/sh\necho no luck >&2\nexit 3\n');
    chmodSync(join(cwd, 'broken'), 0o755);
    const broken = await runCli(['lint', '--shellcheck', './broken'], { cwd });
    assert.match(broken.err, /Scripts are not checked: .*no luck/);
    assert.match(broken.out, /tag-base-image/);
  });

  it('is never taken from a relative folder on the PATH', async () => {
    const cwd = temporaryDirectory();
    mkdirSync(join(cwd, 'bin'));
    writeFileSync(join(cwd, 'bin', 'shellcheck'), '');
    chmodSync(join(cwd, 'bin', 'shellcheck'), 0o755);
    const [before, path] = [process.cwd(), process.env.PATH];
    try {
      process.chdir(cwd);
      process.env.PATH = 'bin';
      assert.equal(await findShellCheck(), undefined);
      process.env.PATH = join(cwd, 'bin');
      assert.equal(await findShellCheck(), join(cwd, 'bin', 'shellcheck'));
    } finally {
      process.chdir(before);
      process.env.PATH = path;
    }
  });
});
