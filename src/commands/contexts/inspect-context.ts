import type { Services } from '../services';
import type { ContextServices } from './context-services';
import { contextTargets } from './context-targets';

/** What is kept of a context, as a read-only JSON document; of its certificates only the names. */
export async function inspectContext(
  services: ContextServices & Pick<Services, 'inspect'>,
  args: readonly unknown[],
): Promise<void> {
  const { ui, engines, inspect } = services;
  const { contexts } = await engines.places();
  const name =
    contextTargets(args)[0] ??
    (await ui.pick(
      contexts.map(({ name: label, host }) => ({ label, description: host ?? '', icon: 'server', value: label })),
      { title: 'Inspect context' },
    ));
  if (name === undefined) return;
  const builtIn = contexts.find((context) => context.builtIn);
  await inspect.show({
    key: `context/${name}`,
    title: name,
    read: async () => {
      if (name === 'default') return { Name: name, Endpoints: { docker: { Host: builtIn?.host } }, TLSMaterial: {} };
      const { readContext } = await import('../../engine/context-store');
      return readContext(engines.machine(), name);
    },
    onDidChange: engines.onDidChange,
  });
}
