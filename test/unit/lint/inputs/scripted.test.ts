import assert from 'node:assert/strict';
import { configs, inputsOf, paths } from './inputs';

describe('inputs of composer', () => {
  const manifest = {
    repositories: [
      { type: 'path', url: 'packages/*' },
      { type: 'composer', url: 'https://r.example' },
    ],
    autoload: { classmap: ['database'] },
    scripts: {
      'post-autoload-dump': [
        'Illuminate\\Foundation\\ComposerScripts::postAutoloadDump',
        '@php artisan package:discover --ansi',
      ],
      'post-install-cmd': '@clear',
      clear: 'php bin/console cache:clear',
      test: 'phpunit',
    },
  };
  const files = {
    'composer.json': manifest,
    'composer.lock': { packages: [{}, {}] },
    'auth.json': '{}',
    artisan: '',
    'bin/console': '',
    'packages/a/composer.json': '',
  };

  it('name scripts, paths and secrets', () => {
    const inputs = inputsOf('composer', files);
    assert.equal(inputs.packages, 2);
    assert.deepEqual(configs(inputs), ['auth.json (secret)']);
    assert.deepEqual(paths(inputs), ['packages/a → packages/a (directory)']);
    assert.deepEqual(
      inputs.scripts.map(({ name, named }) => `${name} ${named}`),
      ['post-autoload-dump ', 'post-autoload-dump artisan', 'post-install-cmd bin/console'],
    );
    assert.deepEqual(inputs.refusals, ['the class map of the autoloader is made from the source']);
    assert.deepEqual(inputs.outputs, ['vendor']);
  });

  it('need less with the flags of a dependency layer', () => {
    const inputs = inputsOf('composer', files, { flags: ['--no-scripts', '--no-autoloader'] });
    assert.deepEqual([inputs.scripts, inputs.refusals], [[], []]);
  });
});

describe('inputs of bundler', () => {
  it('follow what a Gemfile reads', () => {
    const inputs = inputsOf('bundler', {
      Gemfile:
        'source "https://rubygems.org"\nruby file: ".ruby-version"\ngem "own", path: "engines/own"\neval_gemfile "Gemfile.plugins"\nrequire_relative "lib/helper"\n# gem "no", path: "no"\n',
      'Gemfile.plugins': 'gem "p", :path => "../p"\n',
      'Gemfile.lock': 'GEM\n  specs:\n    rack (3.0)\n      x (1)\n    rake (13.0)\n\nDEPENDENCIES\n  rack\n',
      '.ruby-version': '3.3.0\n',
      'engines/own/own.gemspec': '',
      'lib/helper.rb': '',
    });
    assert.deepEqual(paths(inputs), [
      '.ruby-version → .ruby-version (file)',
      'engines/own → engines/own (directory)',
      'Gemfile.plugins → Gemfile.plugins (file)',
      '../p → outside (missing)',
      'lib/helper.rb → lib/helper.rb (file)',
    ]);
    assert.equal(inputs.packages, 2);
  });

  it('refuse gemspecs that list files', () => {
    const inputs = inputsOf('bundler', {
      Gemfile: 'gemspec\n',
      'a.gemspec': 'require_relative "lib/a/version"\nfiles = `git ls-files -z`\n',
      'lib/a/version.rb': '',
    });
    assert.deepEqual(paths(inputs), ['gemspec → a.gemspec (file)', 'lib/a/version → lib/a/version.rb (file)']);
    assert.deepEqual(inputs.refusals, ['a.gemspec lists its files with git ls-files']);
  });
});

describe('inputs of mix, pub, deno and renv', () => {
  it('mix: umbrella apps, path dependencies and files read', () => {
    const inputs = inputsOf('mix', {
      'mix.exs': 'def project, do: [apps_path: "apps", version: File.read!("VERSION")]\n# path: "no"\n',
      'mix.lock': '%{\n  "a": {:hex, :a, "1"},\n  "b": {:hex, :b, "1"},\n}\n',
      'apps/web/mix.exs': '{:lib, path: "../../lib"}',
      'config/config.exs': '',
      VERSION: '1',
      'lib/mix.exs': '',
    });
    assert.deepEqual(inputs.members, ['apps/web/mix.exs']);
    assert.deepEqual(paths(inputs), ['VERSION → VERSION (file)', '../../lib → lib (directory)']);
    assert.deepEqual(configs(inputs), ['config/config.exs']);
    assert.equal(inputs.packages, 2);
  });

  it('pub: workspace and path dependencies', () => {
    const inputs = inputsOf('dart', {
      'pubspec.yaml': 'name: a\nworkspace:\n  - packages/b\n  - gone\ndependencies:\n  c:\n    path: ../c\n',
      'packages/b/pubspec.yaml': 'name: b\n',
      'pubspec.lock': 'packages:\n  x:\n    version: "1"\n',
    });
    assert.deepEqual(inputs.members, ['packages/b/pubspec.yaml']);
    assert.deepEqual(inputs.missingMembers, ['gone/pubspec.yaml']);
    assert.deepEqual(paths(inputs), ['../c → outside (missing)']);
    assert.equal(inputs.packages, 1);
  });

  it('deno: comments in the configuration', () => {
    const inputs = inputsOf('deno', {
      'deno.jsonc': '{\n  // "no": 1\n  "importMap": "./import_map.json", /* x */\n  "workspace": ["a",],\n}\n',
      'deno.lock': { npm: { 'x@1': {} }, jsr: {} },
      'import_map.json': '{}',
      'a/deno.json': '{}',
    });
    assert.deepEqual(inputs.manifests, ['deno.jsonc']);
    assert.deepEqual(inputs.members, ['a/deno.json']);
    assert.deepEqual(paths(inputs), ['./import_map.json → import_map.json (file)']);
    assert.equal(inputs.packages, 1);
    assert.deepEqual(inputs.refusals, []);
  });

  it('renv: the lock is the manifest', () => {
    const inputs = inputsOf('renv', { 'renv.lock': { Packages: { a: {} } }, '.Rprofile': '', 'renv/activate.R': '' });
    assert.deepEqual([inputs.manifests, inputs.locks, inputs.packages], [['renv.lock'], ['renv.lock'], 1]);
    assert.deepEqual(configs(inputs), ['.Rprofile', 'renv/activate.R']);
  });

  it('say nothing of ecosystems they do not know', () => {
    assert.deepEqual(inputsOf('apt', { 'package.json': '{}' }).manifests, []);
    assert.deepEqual(inputsOf('constructor', {}).manifests, []);
  });
});
