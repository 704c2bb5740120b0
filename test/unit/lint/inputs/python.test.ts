import assert from 'node:assert/strict';
import { configs, inputsOf, paths } from './inputs';

const own = (command: string) => [`${command} builds the project itself, which needs its source`];

describe('inputs of pip', () => {
  it('follow includes, constraints and local packages', () => {
    const inputs = inputsOf(
      'pip',
      {
        'requirements/prod.txt':
          '# all\n-r base.txt\n-c constraints.txt\nuvicorn==1 \\\n  --hash=sha256:1\n-e ./lib[extra]\nwheels/x.whl\n',
        'requirements/base.txt': 'flask>=1 ; python_version > "3"\n--index-url https://i.example\ngit+https://h/r\n',
        'requirements/constraints.txt': '',
        'lib/pyproject.toml': '',
      },
      { args: ['requirements/prod.txt'] },
    );
    assert.deepEqual(inputs.manifests, ['requirements/prod.txt']);
    assert.deepEqual(paths(inputs), [
      '-r base.txt → requirements/base.txt (file)',
      '-c constraints.txt → requirements/constraints.txt (file)',
      '-e ./lib[extra] → lib (directory)',
      'wheels/x.whl → wheels/x.whl (missing)',
    ]);
    assert.deepEqual(inputs.refusals, []);
    assert.equal(inputs.packages, 4);
  });

  it('take requirements.txt where nothing is named', () => {
    assert.deepEqual(inputsOf('pip', { 'requirements.txt': 'a\nb\n' }).packages, 2);
  });

  it('refuse to build the project', () => {
    const files = { 'pyproject.toml': '[build-system]\nrequires = ["setuptools"]\n' };
    assert.deepEqual(inputsOf('pip', files, { args: ['.'] }).refusals, own('pip install'));
    assert.deepEqual(inputsOf('pip', files, { args: ['.[dev]'] }).refusals, own('pip install'));
    assert.deepEqual(inputsOf('pip', { 'pyproject.toml': 'requires = ["hatch-vcs"]' }, { args: ['.'] }).refusals, [
      'pip install builds the project itself, whose version hatch-vcs takes from .git',
    ]);
  });
});

describe('inputs of uv, poetry and pdm', () => {
  const packaged = '[project]\nname = "a"\n[build-system]\nrequires = ["hatchling"]\n';

  it('want the project left out', () => {
    assert.deepEqual(
      inputsOf('uv', { 'pyproject.toml': packaged, 'uv.lock': '[[package]]\nname="a"\n' }).refusals,
      own('uv sync'),
    );
    const lone = inputsOf(
      'uv',
      { 'pyproject.toml': packaged, 'uv.lock': '[[package]]\n[[package]]\n', '.python-version': '3.12\n' },
      { flags: ['--no-install-project'] },
    );
    assert.deepEqual(lone.refusals, []);
    assert.deepEqual(lone.locks, ['uv.lock']);
    assert.deepEqual(configs(lone), ['.python-version']);
    assert.equal(lone.packages, 2);
    assert.deepEqual(inputsOf('uv', { 'pyproject.toml': '[project]\nname = "a"\n' }).refusals, []);
    assert.deepEqual(inputsOf('poetry', { 'pyproject.toml': packaged }).refusals, own('poetry install'));
    assert.deepEqual(inputsOf('poetry', { 'pyproject.toml': packaged }, { flags: ['--no-root'] }).refusals, []);
    assert.deepEqual(inputsOf('poetry', { 'pyproject.toml': '[tool.poetry]\npackage-mode = false\n' }).refusals, []);
    assert.deepEqual(inputsOf('pdm', { 'pyproject.toml': packaged }, { flags: ['--no-self'] }).refusals, []);
  });

  it('find members and sources', () => {
    const workspace =
      '[project]\nname = "a"\n[tool.uv.workspace]\nmembers = ["libs/*", "gone"]\nexclude = ["libs/old"]\n' +
      '[tool.uv.sources]\nb = { workspace = true }\nc = { path = "../c", editable = true }\n';
    const files = { 'pyproject.toml': workspace, 'libs/b/pyproject.toml': '', 'libs/old/pyproject.toml': '' };
    const inputs = inputsOf('uv', files, { flags: ['--no-install-project'] });
    assert.deepEqual(inputs.members, ['libs/b/pyproject.toml']);
    assert.deepEqual(inputs.missingMembers, ['gone/pyproject.toml']);
    assert.deepEqual(paths(inputs), ['../c → outside (missing)']);
    assert.equal(inputs.refusals.length, 1);
    const frozen = inputsOf('uv', files, { flags: ['--frozen', '--no-install-workspace'] });
    assert.deepEqual(frozen.members, []);
    assert.deepEqual(frozen.refusals, []);
  });

  it('follow path dependencies of poetry unless told otherwise', () => {
    const files = {
      'pyproject.toml':
        '[tool.poetry.dependencies]\npython = "^3"\nb = { path = "libs/b", develop = true }\n[tool.poetry.group.dev.dependencies]\nc = [{ path = "libs/c" }]\n',
      'libs/b/pyproject.toml': '',
    };
    assert.deepEqual(paths(inputsOf('poetry', files, { flags: ['--no-root'] })), [
      'libs/b → libs/b (directory)',
      'libs/c → libs/c (missing)',
    ]);
    assert.deepEqual(paths(inputsOf('poetry', files, { flags: ['--no-root', '--no-directory'] })), []);
  });

  it('refuse malformed TOML', () => {
    assert.ok(inputsOf('uv', { 'pyproject.toml': '[project\n' }).refusals.includes('pyproject.toml could not be read'));
  });
});

describe('inputs of pipenv and conda', () => {
  it('read Pipfile', () => {
    const inputs = inputsOf('pipenv', {
      Pipfile: '[packages]\nflask = "*"\nlib = {path = "./lib", editable = true}\n',
      'Pipfile.lock': { default: { flask: {}, lib: {} } },
      'lib/setup.py': '',
    });
    assert.deepEqual(paths(inputs), ['./lib → lib (directory)']);
    assert.equal(inputs.packages, 2);
    assert.deepEqual(
      inputsOf('pipenv', { Pipfile: '[packages]\nme = {path = ".", editable = true}\n' }).refusals,
      own('the Pipfile'),
    );
  });

  it('read the pip section of an environment', () => {
    const inputs = inputsOf('conda', {
      'environment.yml': 'name: a\ndependencies:\n  - python=3\n  - pip:\n      - -r requirements.txt\n      - -e .\n',
      'requirements.txt': 'flask\n',
    });
    assert.deepEqual(inputs.manifests, ['environment.yml']);
    assert.deepEqual(paths(inputs), ['-r requirements.txt → requirements.txt (file)']);
    assert.deepEqual(inputs.refusals, own('the environment file'));
  });
});
