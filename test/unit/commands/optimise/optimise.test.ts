import { deepEqual, equal, match } from 'node:assert/strict';
import { optimiseCommands } from '../../../../src/commands/optimise/optimise-commands';
import type { Rewrite } from '../../../../src/optimise/collect-rewrite';
import type { Rewriter } from '../../../../src/optimise/rewriter';
import { type Answer, script } from '../scripted-services';

const applied = { rule: 'copy-source-before-install', title: 'Install first' } as const;
const refused = {
  rule: 'wide-copy-without-dockerignore',
  line: 2,
  message: '.git goes in.',
  fix: 'Ignore it',
} as const;
const path = '/work/Dockerfile';

describe('optimising in the editor', () => {
  const start = (
    rewrite: Partial<Rewrite>,
    outcome: 'applied' | 'changed' = 'applied',
    ...answers: readonly Answer[]
  ) => {
    const asked: string[] = [];
    const rewriter: Rewriter = {
      rewrite: async (request) => {
        asked.push(`${request.include} of ${request.path} in ${request.context}`);
        const none = { text: 'rewritten', files: [], applied: [], refused: [] };
        return { ...request, original: 'original', rewrite: { ...none, ...rewrite }, edit: undefined };
      },
      apply: async () => outcome,
    };
    const engine = () => Promise.reject(new Error('No engine is needed'));
    const scripted = script(
      { engine, rewriter, workspace: { activeDockerfile: () => path, trusted: false } },
      ...answers,
    );
    return { ...scripted, asked, commands: optimiseCommands(scripted.services) };
  };

  it('shows the difference, changes nothing, and applies when told to', async () => {
    const { commands, said, texts, opened, asked, press, ran } = start({ applied: [applied], refused: [refused] });
    await commands['layerwright.optimiseDockerfile']();
    deepEqual(asked, ['safe of /work/Dockerfile in /work']);
    deepEqual(texts, [{ title: `Dockerfile as it is and rewritten: ${path}`, text: 'rewritten' }]);
    deepEqual(said, [
      'info: 1 fix for cache and size in Dockerfile. 1 finding stays as it is. [Apply] [Prove] [Details]',
    ]);
    press('Apply');
    await new Promise(setImmediate);
    deepEqual(ran, [{ id: 'layerwright.applyRewrite', args: [path] }]);
    deepEqual(opened, []);
    await commands['layerwright.applyRewrite'](path);
    deepEqual(opened, [`closed ${path}`]);
  });

  it('uses the build context of the last build', async () => {
    const { commands, asked, memory } = start({});
    memory.set(`build:${path}`, { context: '/elsewhere' });
    await commands['layerwright.optimiseDockerfile']({ dockerfile: path, include: 'all' });
    deepEqual(asked, ['all of /work/Dockerfile in /elsewhere']);
  });

  it('offers what may change the image when there is nothing safe, and tells the reasons', async () => {
    const { commands, said, press, panels } = start({ refused: [refused] });
    await commands['layerwright.optimiseDockerfile']();
    match(
      said[0] ?? '',
      /nothing to rewrite in Dockerfile\. .* One has a fix that may change the image\. \[Take them, too\] \[Details\]/,
    );
    press('Details');
    await new Promise(setImmediate);
    const told = panels[0]?.told[0] as { report: { refused: unknown; proof: unknown } };
    deepEqual([told.report.refused, told.report.proof], [[refused], undefined]);
  });

  it('applies nothing to a text that has changed since, and does not prove what nobody trusts', async () => {
    const { commands, said, opened } = start({ applied: [applied] }, 'changed');
    await commands['layerwright.optimiseDockerfile']();
    void commands['layerwright.applyRewrite'](path);
    void commands['layerwright.proveRewrite'](path);
    await new Promise(setImmediate);
    match(said[1] ?? '', /warn: Nothing is built in a workspace that is not trusted/);
    match(said[2] ?? '', /warn: Dockerfile was changed since it was rewritten, so nothing was applied/);
    equal(opened.length, 0);
  });

  it('listens to no page that says something else', async () => {
    const { commands, press, panels, ran } = start({ applied: [applied] });
    await commands['layerwright.optimiseDockerfile']();
    press('Details');
    await new Promise(setImmediate);
    for (const message of [{ kind: 'constructor' }, { kind: 'nonsense' }, undefined, { kind: 'prove' }])
      panels[0]?.say(message);
    deepEqual(ran, [{ id: 'layerwright.proveRewrite', args: [path] }]);
  });
});
