import type { Invocation } from '../../shell/invocation';
import type { ShellWord } from '../../shell/script';
import { asValue, type Call, isLocalPath, readCall } from './call';
import type { ArgValue, Ecosystem, Match } from './ecosystem';

export const pipValueFlags: readonly string[] = [
  '-r',
  '--requirement',
  '--requirements',
  '-c',
  '--constraint',
  '--constraints',
  '-e',
  '--editable',
  '-t',
  '--target',
  '--prefix',
  '--root',
  '--src',
  '-i',
  '--index-url',
  '--extra-index-url',
  '-f',
  '--find-links',
  '--only-binary',
  '--no-binary',
  '--platform',
  '--python-version',
  '--cache-dir',
  '--trusted-host',
  '--timeout',
  '--retries',
  '--log',
  '--proxy',
  '--cert',
  '--client-cert',
  '--upgrade-strategy',
  '--python',
  '--implementation',
  '--abi',
  '--progress-bar',
  '-w',
  '--wheel-dir',
  '-d',
  '--dest',
  '--report',
  '--group',
  '--config-settings',
  '-C',
  '--build-option',
  '--global-option',
  '--use-feature',
  '--root-user-action',
  '--exists-action',
  '--build-constraint',
];

/** Programs that test, check or build a Python project. */
const builders = [
  'pytest',
  'py.test',
  'tox',
  'nox',
  'mypy',
  'flake8',
  'ruff',
  'pylint',
  'black',
  'isort',
  'pyright',
  'coverage',
];

export const pip: Ecosystem = {
  id: 'pip',
  name: 'pip',
  family: 'python',
  manifests: ['requirements*.txt', 'requirements/*.txt', 'constraints*.txt', '*.in'],
  locks: ['pylock.toml'],
  configs: ['pip.conf'],
  outputs: [],
  caches: ['/root/.cache/pip'],
  compileCaches: [],
  compiles: false,
  frozen: { kind: 'flag', flag: '--require-hashes' },
  prime: 'pip install -r requirements.txt',
  programs: ['pip', 'pip-sync', 'python', 'build', ...builders],
  recognise(invocation) {
    if (invocation.program === 'pip') return pipCommand(readCall(invocation, { valueFlags: pipValueFlags }), 0);
    if (invocation.program === 'pip-sync') return pipSync(readCall(invocation, { valueFlags: pipValueFlags }));
    if (invocation.program === 'python') return pythonScript(invocation);
    // `./build` is a script of the project, `python -m build` is not.
    if (invocation.program === 'build' && invocation.command.name === invocation.programWord) return undefined;
    const asks = invocation.args.some((word) => word.value === '--version' || word.value === '--help');
    return asks ? undefined : { role: 'project' };
  },
};

/** `pip install …`; also of uv, where the subcommand is the second operand. */
export function pipCommand(call: Call, at: 0 | 1): Match | undefined {
  const subcommand = call.operands[at];
  const words = call.operands.slice(at + 1);
  if (call.has('--help', '-h', '--dry-run')) return undefined;
  switch (subcommand?.value) {
    case 'install':
    case 'wheel':
    case 'download':
      return install(call, words, subcommand);
    case 'sync':
      return { role: 'install', subcommand, frozen: true, manifestArgs: words.map(asValue), flags: call.flags };
    default:
      return undefined;
  }
}

function install(call: Call, words: readonly ShellWord[], subcommand: ShellWord): Match | undefined {
  const requirements = call.values('-r', '--requirement', '--requirements', '-c', '--constraint', '--constraints');
  const manifestArgs = requirements.filter(({ value }) => !/^https?:/.test(value));
  const local = words.filter(isLocal);
  const localFiles = [
    ...local.map(asValue),
    ...call.values('-e', '--editable').filter(({ value }) => !isRemote(value)),
  ];
  const packages = words.filter((word) => !local.includes(word));
  const editables = call.values('-e', '--editable').filter(({ value }) => isRemote(value));
  const common = {
    subcommand,
    manifestArgs,
    localFiles,
    packages: [...packages, ...editables.map(({ word }) => word)],
    flags: call.flags,
    frozen: call.has('--require-hashes'),
  };
  const project = localFiles.some(isProject);
  if (call.has('--no-index', '--offline')) return { ...common, role: 'finish', offline: true };
  if (call.has('--no-deps') && project) return { ...common, role: 'finish' };
  const fromFiles = call.has('-r', '--requirement', '--requirements', '--group') || project;
  if (fromFiles) return { ...common, role: 'install' };
  return common.packages.length + localFiles.length > 0 ? { ...common, role: 'tools' } : undefined;
}

function isLocal(word: ShellWord): boolean {
  const { value } = word;
  if (isRemote(value)) return false;
  return (
    isLocalPath(value) || /^\.\[/.test(value) || /\.(?:whl|tar\.gz|zip)$/.test(value) || /^[\w.-]+\/[^@]*$/.test(value)
  );
}

function isRemote(value: string): boolean {
  return /^(?:git|hg|svn|bzr)\+|^https?:|\s@\s|@\s*(?:git\+|https?:)/.test(value);
}

/** A directory with a project, not an archive of one. */
function isProject({ value }: ArgValue): boolean {
  return !/\.(?:whl|tar\.gz|zip)$/.test(value) && !/\*$/.test(value);
}

function pipSync(call: Call): Match {
  return { role: 'install', frozen: true, manifestArgs: call.operands.map(asValue), flags: call.flags };
}

/** `python setup.py …` and `python manage.py …`. */
function pythonScript({ args }: Invocation): Match | undefined {
  const [script, subcommand] = args.filter((word) => !word.value.startsWith('-'));
  if (!script || !subcommand || !/(?:^|\/)(?:setup|manage)\.py$/.test(script.value)) return undefined;
  const installs = /setup\.py$/.test(script.value) && /^(?:install|develop)$/.test(subcommand.value);
  return { role: installs ? 'implicit' : 'project', subcommand };
}
