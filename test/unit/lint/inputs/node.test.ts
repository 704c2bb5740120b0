import assert from 'node:assert/strict';
import { configs, inputsOf, paths } from './inputs';

const none = { name: 'app' };

describe('inputs of npm', () => {
  it('are the manifest, the lock and the configuration', () => {
    const inputs = inputsOf('npm', {
      'package.json': none,
      'package-lock.json': { packages: { '': {}, 'node_modules/a': {}, 'node_modules/a/node_modules/b': {}, lib: {} } },
      '.npmrc': 'save-exact=true\n',
      'index.js': '',
    });
    assert.deepEqual(inputs, {
      project: '',
      manifests: ['package.json'],
      locks: ['package-lock.json'],
      configs: [{ path: '.npmrc', kind: 'file', secret: false }],
      members: [],
      missingMembers: [],
      pathDependencies: [],
      scripts: [],
      refusals: [],
      outputs: ['node_modules'],
      packages: 2,
    });
  });

  it('are found in the folder of the project', () => {
    const inputs = inputsOf('npm', { 'web/package.json': none, 'web/package-lock.json': '{}' }, { project: 'web' });
    assert.deepEqual(inputs.manifests, ['web/package.json']);
    assert.deepEqual(inputs.locks, ['web/package-lock.json']);
    assert.deepEqual(inputs.outputs, ['web/node_modules']);
    assert.equal(inputs.packages, undefined);
  });

  it('are empty where there is no manifest', () => {
    assert.deepEqual(inputsOf('npm', { 'package-lock.json': '{}' }).manifests, []);
  });

  it('refuse what cannot be read or is ignored', () => {
    assert.deepEqual(inputsOf('npm', { 'package.json': '{ "name": ' }).refusals, ['package.json could not be read']);
    const ignored = inputsOf('npm', {
      'package.json': none,
      'package-lock.json': '{}',
      '.dockerignore': '*.json\n!package.json\n',
    });
    assert.deepEqual(ignored.locks, []);
    assert.deepEqual(ignored.refusals, ['the ignore file keeps package-lock.json out of the build']);
  });

  it('count packages of the old lock file', () => {
    const lock = { lockfileVersion: 1, dependencies: { a: {}, b: {} } };
    assert.equal(inputsOf('npm', { 'package.json': none, 'npm-shrinkwrap.json': lock }).packages, 2);
  });

  it('tell a token from a reference to one', () => {
    const npmrc = (text: string) => configs(inputsOf('npm', { 'package.json': none, '.npmrc': text }));
    assert.deepEqual(npmrc('//npm.example/:_authToken=npm_abc\n'), ['.npmrc (secret)']);
    assert.deepEqual(npmrc('//npm.example/:_authToken=${NPM_TOKEN}\n'), ['.npmrc']);
    assert.deepEqual(npmrc('//r.example/:_password="c2VjcmV0"\n'), ['.npmrc (secret)']);
    assert.deepEqual(npmrc('registry=https://me:pw@r.example/\n'), ['.npmrc (secret)']);
    assert.deepEqual(npmrc('registry=https://r.example/\nalways-auth=true\n'), ['.npmrc']);
  });

  it('name every member of the workspace', () => {
    const inputs = inputsOf('npm', {
      'package.json': { workspaces: ['packages/*', '!packages/old', 'apps/web', 'apps/gone'] },
      'packages/a/package.json': none,
      'packages/b/package.json': none,
      'packages/b/node_modules/c/package.json': none,
      'packages/old/package.json': none,
      'packages/docs/index.md': '',
      'apps/web/package.json': none,
    });
    assert.deepEqual(inputs.members, ['apps/web/package.json', 'packages/a/package.json', 'packages/b/package.json']);
    assert.deepEqual(inputs.missingMembers, ['apps/gone/package.json']);
    assert.deepEqual(inputs.refusals, ['apps/gone/package.json of the workspace is not in the build context']);
  });

  it('follow ** and the object form', () => {
    const inputs = inputsOf('yarn', {
      'package.json': { workspaces: { packages: ['libs/**'] } },
      'libs/a/package.json': none,
      'libs/deep/er/package.json': none,
    });
    assert.deepEqual(inputs.members, ['libs/a/package.json', 'libs/deep/er/package.json']);
  });

  it('name local dependencies but not members', () => {
    const inputs = inputsOf('npm', {
      'package.json': {
        workspaces: ['lib'],
        dependencies: {
          lib: 'file:lib',
          own: 'file:./vendor/own',
          tgz: 'file:x.tgz',
          out: '../out',
          gone: 'link:./gone',
          hub: 'me/repo',
        },
        overrides: { deep: { '.': 'file:deep' } },
      },
      'lib/package.json': none,
      'vendor/own/package.json': none,
      'x.tgz': '',
      'deep/package.json': none,
    });
    assert.deepEqual(paths(inputs), [
      'file:./vendor/own → vendor/own (directory)',
      'file:x.tgz → x.tgz (file)',
      '../out → outside (missing)',
      'link:./gone → gone (missing)',
      'file:deep → deep (directory)',
    ]);
  });

  it('refuse a member of a workspace above', () => {
    const inputs = inputsOf('npm', { 'package.json': { workspaces: ['a'] }, 'a/package.json': none }, { project: 'a' });
    assert.deepEqual(inputs.refusals, [
      "a is a member of the workspace in the context's root, and its lock file and other members are there",
    ]);
  });
});

describe('scripts of an install', () => {
  const scripts = (ecosystem: string, own: object, files: object = {}, flags: string[] = []) =>
    inputsOf(ecosystem, { 'package.json': { scripts: own }, ...files }, { flags }).scripts.map(
      ({ name, needs, named }) => `${name}: ${needs === undefined ? `at least [${named}]` : `[${needs}]`}`,
    );

  it('know the common tools', () => {
    assert.deepEqual(scripts('npm', { prepare: 'husky' }), ['prepare: []']);
    assert.deepEqual(scripts('npm', { prepare: 'is-ci || husky install' }), ['prepare: []']);
    assert.deepEqual(scripts('npm', { preinstall: 'npx only-allow npm' }), ['preinstall: []']);
    assert.deepEqual(scripts('npm', { postinstall: 'patch-package' }, { 'patches/a.patch': '' }), [
      'postinstall: [patches]',
    ]);
    assert.deepEqual(scripts('npm', { postinstall: 'patch-package' }), ['postinstall: []']);
    assert.deepEqual(scripts('npm', { postinstall: 'prisma generate' }, { 'prisma/schema.prisma': '' }), [
      'postinstall: [prisma/schema.prisma]',
    ]);
    assert.deepEqual(
      scripts('npm', { postinstall: 'npx prisma generate --schema=db/x.prisma' }, { 'db/x.prisma': '' }),
      ['postinstall: [db/x.prisma]'],
    );
    assert.deepEqual(scripts('npm', { prepare: 'tsc -p .' }, { 'tsconfig.json': '{}' }), [
      'prepare: at least [tsconfig.json]',
    ]);
    assert.deepEqual(scripts('npm', { install: 'mystery' }), ['install: at least []']);
  });

  it('follow scripts that call others, and files', () => {
    assert.deepEqual(
      scripts(
        'npm',
        { postinstall: 'npm run build && husky', build: 'webpack', prepare: 'npm run prepare' },
        { 'webpack.config.js': '' },
      ),
      ['postinstall: at least [webpack.config.js]', 'prepare: []'],
    );
    const files = { 'scripts/a.js': 'console.log(1)', 'scripts/b.js': "require('./c')" };
    assert.deepEqual(scripts('npm', { postinstall: 'node scripts/a.js' }, files), ['postinstall: [scripts/a.js]']);
    assert.deepEqual(scripts('npm', { postinstall: 'node ./scripts/b' }, files), [
      'postinstall: at least [scripts/b.js]',
    ]);
    assert.deepEqual(scripts('npm', { postinstall: 'cd web && npm ci' }, { 'web/package.json': '{}' }), [
      'postinstall: at least [web]',
    ]);
  });

  it('depend on the manager and its flags', () => {
    const own = { postinstall: 'husky', prepare: 'husky' };
    assert.deepEqual(scripts('npm', own, {}, ['--ignore-scripts']), []);
    assert.deepEqual(scripts('npm', own, {}, ['--omit']), ['postinstall: []', 'prepare: []']);
    assert.deepEqual(scripts('yarn', own, {}, ['--production']), ['postinstall: []']);
    assert.deepEqual(scripts('yarn', own, { '.yarnrc.yml': '' }), ['postinstall: []']);
    assert.deepEqual(scripts('pnpm', own), ['postinstall: []', 'prepare: []']);
  });

  it('see the implicit build of an addon', () => {
    assert.deepEqual(scripts('npm', {}, { 'binding.gyp': '' }), ['install: at least [binding.gyp]']);
    assert.deepEqual(scripts('npm', { install: 'true' }, { 'binding.gyp': '' }), ['install: []']);
  });
});

describe('inputs of yarn', () => {
  it('differ for berry', () => {
    const berry = inputsOf('yarn', {
      'package.json': { dependencies: { a: 'patch:a@npm%3A1.0.0#~/.yarn/patches/a.patch' } },
      'yarn.lock': '__metadata:\n  version: 8\n\n"a@npm:1.0.0":\n  version: 1\n\n"b@npm:1.0.0":\n  version: 1\n',
      '.yarnrc.yml': 'nodeLinker: node-modules\nyarnPath: .yarn/releases/yarn-4.1.0.cjs\n',
      '.yarn/releases/yarn-4.1.0.cjs': '',
      '.yarn/patches/a.patch': '',
      '.yarn/install-state.gz': '',
    });
    assert.deepEqual(configs(berry), ['.yarnrc.yml', '.yarn/releases', '.yarn/patches']);
    assert.deepEqual(paths(berry), ['patch:a@npm%3A1.0.0#~/.yarn/patches/a.patch → .yarn/patches/a.patch (file)']);
    assert.equal(berry.packages, 2);
    const classic = inputsOf('yarn', {
      'package.json': none,
      'yarn.lock': '# yarn lockfile v1\n\n"a@^1.0.0", a@^1.1.0:\n  version "1.1.0"\n\nb@1:\n  version "1.0.0"\n',
      '.yarnrc': 'yarn-path ".yarn/releases/yarn-1.22.0.cjs"\n',
      '.yarn/releases/yarn-1.22.0.cjs': '',
    });
    assert.deepEqual(configs(classic), ['.yarnrc', '.yarn/releases']);
    assert.equal(classic.packages, 2);
  });
});

describe('inputs of pnpm and bun', () => {
  it('read the workspace file and patches', () => {
    const inputs = inputsOf('pnpm', {
      'package.json': {
        pnpm: { patchedDependencies: { 'a@1': 'patches/a@1.patch' } },
        dependencies: { b: 'workspace:*', c: 'workspace:^' },
      },
      'pnpm-workspace.yaml': 'packages:\n  - "packages/*"\n  - "!**/test/**"\n',
      'pnpm-lock.yaml': "lockfileVersion: '9.0'\npackages:\n  a@1.0.0:\n    resolution: {}\n",
      'patches/a@1.patch': '',
      'packages/b/package.json': { name: 'b' },
    });
    assert.deepEqual(configs(inputs), ['pnpm-workspace.yaml', 'patches']);
    assert.deepEqual(inputs.members, ['packages/b/package.json']);
    assert.equal(inputs.packages, 1);
    assert.deepEqual(inputs.refusals, ['the workspace member c was not found']);
  });

  it('refuse a malformed workspace file', () => {
    const inputs = inputsOf('pnpm', { 'package.json': none, 'pnpm-workspace.yaml': 'packages: [\n' });
    assert.ok(inputs.refusals.includes('pnpm-workspace.yaml could not be read'));
  });

  it('know the locks of bun', () => {
    const inputs = inputsOf('bun', { 'package.json': none, 'bun.lockb': '', 'bunfig.toml': '' });
    assert.deepEqual(inputs.locks, ['bun.lockb']);
    assert.deepEqual(configs(inputs), ['bunfig.toml']);
  });
});
