import { equal } from 'node:assert/strict';
import { invocation } from '../../../src/shell/invocation';
import { theCommand } from './support';

describe('invocation', () => {
  async function check(text: string, expected: string): Promise<void> {
    const { program, programWord, args } = invocation(await theCommand(text));
    const name = program === programWord.value ? program : `${program} (${programWord.value})`;
    equal([name, ...args.map((word) => word.value)].join(' '), expected, text);
  }

  it('is the base name of the program', async () => {
    await check('/usr/bin/apt-get update', 'apt-get (/usr/bin/apt-get) update');
    await check('./mvnw package', 'mvnw (./mvnw) package');
    await check('"$VENV/bin/pip" install x', 'pip ($VENV/bin/pip) install x');
    await check('$CMD x', 'undefined ($CMD) x');
    await check('$(which npm) ci', 'undefined ($(which npm)) ci');
    await check('${A:-/bin/b} c', 'undefined (${A:-/bin/b}) c');
  });

  it('is seen through wrappers', async () => {
    await check('sudo apt-get update', 'apt-get update');
    await check('sudo -E -H -u node npm ci', 'npm ci');
    await check('sudo --user=node -- A=1 npm ci', 'npm ci');
    await check('env -i A=1 B=2 npm ci', 'npm ci');
    await check('env -u A npm ci', 'npm ci');
    await check('exec -a x npm ci', 'npm ci');
    await check('time -p nice -n 5 nohup npm ci', 'npm ci');
    await check('nice -10 npm ci', 'npm ci');
    await check('ionice -c2 -n 7 npm ci', 'npm ci');
    await check('timeout -k 5 300 npm ci', 'npm ci');
    await check('command npm ci', 'npm ci');
    await check('busybox wget x', 'wget x');
    await check('eatmydata apt-get update', 'apt-get update');
    await check('gosu node npm ci', 'npm ci');
    await check('su-exec node:node npm ci', 'npm ci');
    await check('tini -- npm ci', 'npm ci');
    await check('conda run -n web pip install x', 'pip install x');
    await check('corepack yarn install', 'yarn install');
  });

  it('is the module of python -m', async () => {
    await check('python3 -m pip install x', 'pip install x');
    await check('python3.12 -u -X dev -m pip install x', 'pip install x');
    await check('python -Im venv /v', 'venv /v');
    await check('python setup.py install', 'python setup.py install');
    await check('python -c "import x" -m y', 'python -c import x -m y');
  });

  it('is the tool that a cross-compilation wrapper stands for', async () => {
    await check('xx-apt install -y gcc', 'apt (xx-apt) install -y gcc');
    await check('xx-apk add gcc', 'apk (xx-apk) add gcc');
    await check('xx-go build', 'go (xx-go) build');
  });

  it('is the wrapper where it runs nothing', async () => {
    await check('command -v npm', 'command -v npm');
    await check('sudo -v', 'sudo -v');
    await check('sudo', 'sudo');
    await check('env', 'env');
    await check('exec', 'exec');
    await check('conda install x', 'conda install x');
    await check('corepack enable', 'corepack enable');
    await check(`sh -c 'npm ci'`, 'sh -c npm ci');
  });
});
