import { deepEqual, equal, ok } from 'node:assert/strict';
import type { Ecosystem } from '../../../../src/lint/ecosystems/ecosystem';
import { ecosystemOf, ecosystems } from '../../../../src/lint/ecosystems/ecosystems';
import { isDependencyInstall, isProjectCommand } from '../../../../src/lint/ecosystems/recognise';
import { yarnFlavour, yarnFrozenFlag } from '../../../../src/lint/ecosystems/yarn';
import { recognised } from './support';

const projects = ecosystems.filter((ecosystem) => ecosystem.manifests.length > 0);

describe('ecosystems', () => {
  it('are found by their id', () => {
    equal(new Set(ecosystems.map(({ id }) => id)).size, ecosystems.length);
    for (const ecosystem of ecosystems) equal(ecosystemOf(ecosystem.id), ecosystem);
  });

  it('name files relative to the project and caches they mount', () => {
    for (const { id, manifests, locks, configs, outputs, caches, compileCaches } of ecosystems) {
      for (const path of [...manifests, ...locks, ...configs, ...outputs]) ok(!/^[/.]\//.test(path), `${id}: ${path}`);
      for (const path of caches) ok(path.startsWith('/'), `${id}: ${path}`);
      ok(caches.length + compileCaches.length > 0, id);
    }
  });

  for (const ecosystem of projects) {
    it(`${ecosystem.id}: recognises its own command for the dependency layer`, async () => {
      const found = await recognised(ecosystem.prime ?? '');
      equal(found?.ecosystem, ecosystem.id);
      ok(found && isDependencyInstall(found) && !isProjectCommand(found), found?.role);
    });

    if (ecosystem.frozen) {
      it(`${ecosystem.id}: recognises its own frozen install`, async () => {
        equal((await recognised(frozenCommand(ecosystem)))?.frozen, true);
      });
    }
  }

  it('do not see package managers through dynamic names', async () => {
    for (const text of ['$NPM ci', '$(which npm) ci', 'alias npm="npm ci"', 'make install'])
      equal(await recognised(text), undefined, text);
  });
});

/** The install that the ecosystem's frozen form stands for. */
function frozenCommand({ id, frozen, prime }: Ecosystem): string {
  if (frozen?.kind === 'command') return id === 'bundler' ? 'bundle install --deployment' : frozen.command;
  const install = id === 'pipenv' ? 'pipenv install' : (prime ?? '').split(' && ')[0];
  return `${install} ${frozen?.flag}`;
}

describe('yarnFlavour', () => {
  it('believes the strongest evidence', () => {
    equal(yarnFlavour({ packageManager: 'yarn@4.1.0+sha', lock: '# yarn lockfile v1\n' }), 'berry');
    equal(yarnFlavour({ packageManager: 'yarn@1.22.22' }), 'classic');
    equal(yarnFlavour({ packageManager: 'pnpm@9', lock: '__metadata:\n  version: 8\n' }), 'berry');
    equal(yarnFlavour({ lock: '# yarn lockfile v1\n', berryFiles: true }), 'classic');
    equal(yarnFlavour({ berryFiles: true }), 'berry');
    equal(yarnFlavour({ flags: new Set(['--immutable']) }), 'berry');
    equal(yarnFlavour({ flags: new Set(['--frozen-lockfile']) }), 'classic');
    equal(yarnFlavour({}), undefined);
  });

  it('decides about the frozen flag', () => {
    deepEqual(
      [yarnFrozenFlag('berry'), yarnFrozenFlag('classic'), yarnFrozenFlag(undefined)],
      ['--immutable', '--frozen-lockfile', undefined],
    );
  });
});
