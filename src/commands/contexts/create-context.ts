import { dirname, join } from 'node:path';
import type { CreateContext } from '../../engine/context-store';
import { contextNameProblem } from '../../engine/contexts';
import { resolveEndpoint } from '../../engine/resolve-endpoint';
import { offer } from '../offer';
import { askOptions, type Option } from '../option-menu';
import type { Services } from '../services';
import { type ContextServices, namedContexts, probe } from './context-services';
import { hostProblem } from './use-context';

type Services_ = ContextServices & Pick<Services, 'run'>;

/** Asks for a name and an address, certificates where the address may need some; then says whether the engine answers. */
export async function createContext(services: Services_): Promise<string | undefined> {
  const { ui, engines } = services;
  const taken = await namedContexts(services);
  const name = await ui.input({
    title: 'Create context: name',
    placeholder: 'build-server',
    validate: (text) => contextNameProblem(text.trim(), taken),
  });
  if (name === undefined) return undefined;
  const host = await ui.input({
    title: 'Create context: address',
    prompt: 'ssh://user@host, tcp://host:2376 or unix:///path/of/the/socket',
    placeholder: 'ssh://me@build.example',
    validate: (text) => (text.trim() === '' ? 'An address is needed.' : hostProblem(text, engines.machine().platform)),
  });
  if (host === undefined) return undefined;
  const draft: CreateContext = { name: name.trim(), host: host.trim() };
  const tls = /^(?:tcp|https?):|^[^/]+$/.test(draft.host);
  const options = await askOptions<CreateContext>(services, {
    title: 'Create context',
    action: (context) => `Create the context ${context.name} for ${context.host}`,
    draft,
    options: [
      ...(tls
        ? [
            fileOption(services, 'CA certificate', 'ca'),
            fileOption(services, 'Client certificate', 'cert'),
            fileOption(services, 'Client key', 'key'),
            skipVerify,
          ]
        : []),
      {
        label: 'Description',
        describe: ({ description }) => description || 'none',
        async edit(context) {
          const description = await ui.input({
            title: 'Create context: description',
            value: context.description ?? '',
          });
          return description === undefined ? undefined : { ...context, description: description.trim() };
        },
      },
    ],
  });
  if (!options) return undefined;
  const { createContext: write } = await import('../../engine/context-store');
  await write(engines.machine(), options);
  engines.changed();
  await tell(services, options.name);
  return options.name;
}

/** A context is there whether its engine answers or not, but now is the time to say which. */
async function tell(services: Services_, name: string): Promise<void> {
  const { ui, engines, log } = services;
  const actions = { 'Use it': ['layerwright.useContext', name] } as const;
  try {
    const answer = await ui.progress(`Asking the engine of ${name}`, async (_report, signal) =>
      probe(services, await resolveEndpoint({ ...engines.machine(), setting: { context: name } }), signal),
    );
    offer(services, ui.info(`Created the context ${name}. Its engine answers: ${answer}.`, 'Use it'), actions);
  } catch (error) {
    const { message, hint = '' } = error as Error & { hint?: string };
    log.warn(`${message} ${hint}`);
    offer(
      services,
      ui.warn(`Created the context ${name}, but its engine does not answer. ${message} ${hint}`, 'Use it'),
      actions,
    );
  }
}

const skipVerify: Option<CreateContext> = {
  label: 'Skip verification',
  icon: 'unlock',
  describe: (context) => (context.skipVerify ? 'yes: any certificate is taken, which is not safe' : 'no'),
  edit: async (context) => ({ ...context, skipVerify: !context.skipVerify }),
};

/** The other files are taken along where they lie beside the first one by the names docker gives them. */
function fileOption({ ui, engines }: Services_, label: string, kind: 'ca' | 'cert' | 'key'): Option<CreateContext> {
  return {
    label,
    icon: kind === 'key' ? 'key' : 'verified',
    describe: (context) => context[kind] ?? 'none',
    async edit(context) {
      const known = context.ca ?? context.cert ?? context.key;
      const path = await ui.pickFile({
        title: `Create context: ${label.charAt(0).toLowerCase()}${label.slice(1)}`,
        from: known === undefined ? engines.machine().home : dirname(known),
        filters: { 'PEM files': ['pem', 'crt', 'cer', 'key'] },
      });
      if (path === undefined) return undefined;
      const beside = await Promise.all(
        (['ca', 'cert', 'key'] as const).map(async (other) => {
          const file = join(dirname(path), `${other}.pem`);
          const wanted = other !== kind && context[other] === undefined;
          return wanted && (await engines.machine().files.exists(file)) ? { [other]: file } : {};
        }),
      );
      return Object.assign({ ...context, [kind]: path }, ...beside) as CreateContext;
    },
  };
}
