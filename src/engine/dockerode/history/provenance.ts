import type { BuildDefinition, Operation } from '../../build-history';
import { type Raw, rawList, rawObject, rawText, rawTexts } from '../raw';

/**
 * The Dockerfile and the operations in a provenance document of BuildKit, by SLSA 0.2 as engines up to 28 write it and by SLSA 1.
 * Undefined for one without them, or of several Dockerfiles.
 */
export function readProvenance(text: string): BuildDefinition | undefined {
  const document = rawObject(parse(text));
  const run = rawObject(rawObject(document.runDetails).metadata);
  const config = rawObject(
    document.buildConfig ?? rawObject(rawObject(document.buildDefinition).internalParameters).buildConfig,
  );
  const details = rawObject(
    rawObject(document.metadata)['https://mobyproject.org/buildkit@v1#metadata'] ?? run.buildkit_metadata,
  );
  const [info, ...more] = rawList(rawObject(details.source).infos);
  if (!info || more.length > 0) return undefined;
  const layers = rawObject(details.layers);
  const steps = new Map(
    rawList(config.llbDefinition).map((step) => {
      const id = rawText(step.id);
      const [first] = Array.isArray(layers[`${id}:0`]) ? (layers[`${id}:0`] as readonly unknown[]) : [];
      return [
        id,
        operationOf(
          rawObject(step.op),
          rawList(first).map(({ digest }) => rawText(digest)),
        ),
      ] as const;
    }),
  );
  const operations = new Map<string, Operation>();
  for (const [digest, step] of Object.entries(rawObject(config.digestMapping))) {
    const operation = steps.get(rawText(step));
    if (operation) operations.set(digest, operation);
  }
  return { text: Buffer.from(rawText(info.data), 'base64').toString(), operations };
}

function operationOf(step: Raw, layers: readonly string[]): Operation {
  const { source, exec, file } = rawObject(step.Op ?? step.op);
  if (source) {
    const { identifier, attrs } = rawObject(source);
    const [, scheme, rest = ''] = /^([\w-]+):\/\/(.*)$/s.exec(rawText(identifier)) ?? [];
    if (scheme === 'docker-image') return { kind: 'image', reference: rest, layers };
    if (scheme !== 'local') return { kind: 'other' };
    return { kind: 'context', excluded: rawTexts(parse(rawText(rawObject(attrs)['local.excludepatterns']))) };
  }
  if (exec) {
    const { args, env, cwd, user } = rawObject(rawObject(exec).meta);
    return { kind: 'run', words: rawTexts(args), env: rawTexts(env), workdir: rawText(cwd), user: rawText(user) };
  }
  const actions = rawList(rawObject(file).actions).map(({ Action, action }) => rawObject(Action ?? action));
  const [only, ...others] = actions;
  if (only?.mkdir && others.length === 0) return { kind: 'directory', path: rawText(rawObject(only.mkdir).path) };
  if (actions.length === 0 || !actions.every(({ copy }) => copy)) return { kind: 'other' };
  return { kind: 'copy', destinations: actions.map(({ copy }) => rawText(rawObject(copy).dest)) };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
