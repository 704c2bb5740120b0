import { EngineError } from '../../engine/errors';
import { plural } from '../../shared/plural';
import { listOf } from '../../shared/quantity';
import { attemptAll, reportAll } from '../batch';
import type { Services } from '../services';
import { type ContextServices, noSuchContext } from './context-services';
import { contextTargets } from './context-targets';

/** Removes contexts after naming them and who uses them; the engines stay as they are. */
export async function removeContext(
  services: ContextServices & Pick<Services, 'log'>,
  args: readonly unknown[],
): Promise<void> {
  const { ui, engines } = services;
  const { contexts, used, dockerCurrent } = await engines.places();
  const given = contextTargets(args);
  const named = contexts.filter(({ builtIn }) => !builtIn);
  const names =
    given.length > 0
      ? given
      : ((await ui.pickMany(
          named.map(({ name, host }) => ({ label: name, description: host ?? '', icon: 'server', value: name })),
          { title: 'Remove contexts', empty: 'There is no context but the default one.' },
        )) ?? []);
  const going = names.filter((name) => name !== 'default');
  if (names.length === 0) return;
  if (going.length === 0) {
    throw new EngineError('invalid', 'The context "default" cannot be removed: it is what is used without a context.');
  }
  const [only = ''] = going;
  const unknown = going.find((name) => !named.some((context) => context.name === name));
  if (unknown !== undefined) throw noSuchContext(unknown);
  const notes = going.flatMap((name) => [
    ...(name === used?.context ? [`Layerwright uses ${name} now, and goes back to what docker commands use.`] : []),
    ...(name === dockerCurrent ? [`Docker commands use ${name} now, and go back to the default engine.`] : []),
  ]);
  const agreed = await ui.confirm({
    message: going.length === 1 ? `Remove the context ${only}?` : `Remove ${plural(going.length, 'context')}?`,
    detail: [
      ...(going.length > 1 ? [going.join('\n')] : []),
      'Its address and its copies of certificates are deleted. The engine itself is not touched.',
      ...notes,
    ].join('\n\n'),
    action: 'Remove',
  });
  if (!agreed) return;
  const { removeContext: remove } = await import('../../engine/context-store');
  const targets = going.map((name) => ({ name }));
  const outcome = await attemptAll(targets, 1, ({ name }) => remove(engines.machine(), name));
  const { context } = engines.setting;
  if (context && outcome.done.some(({ name }) => name === context)) await engines.choose({});
  engines.changed();
  services.log.info(
    `Removed the contexts ${listOf(
      outcome.done.map(({ name }) => name),
      20,
    )}`,
  );
  reportAll(services, outcome, 'Removed', 'contexts');
}
