import { parse, readFormat } from './arguments';
import { readBuildArgs, readBuilder } from './build-arguments';
import { UsageError } from './io';

export interface OptimiseArguments {
  /** Undefined: the Dockerfile's folder. */
  readonly context: string | undefined;
  /** Undefined: `Dockerfile` in the context. */
  readonly file: string | undefined;
  readonly format: 'text' | 'json';
  readonly config: string | undefined;
  readonly all: boolean;
  readonly write: boolean;
  /** Undefined: nothing is built. */
  readonly prove: ProveArguments | undefined;
}

export interface ProveArguments {
  readonly edit: string | undefined;
  readonly target: string | undefined;
  readonly platform: string | undefined;
  readonly network: string | undefined;
  readonly builder: 'buildkit' | 'legacy' | undefined;
  readonly buildArgs: Readonly<Record<string, string>>;
}

export function parseOptimiseArguments(argv: readonly string[]): OptimiseArguments {
  const { values, positionals } = parse(
    argv,
    {
      file: { type: 'string', short: 'f' },
      all: { type: 'boolean', default: false },
      write: { type: 'boolean', default: false },
      format: { type: 'string', default: 'text' },
      config: { type: 'string' },
      prove: { type: 'boolean', default: false },
      edit: { type: 'string' },
      target: { type: 'string' },
      platform: { type: 'string' },
      network: { type: 'string' },
      builder: { type: 'string' },
      'build-arg': { type: 'string', multiple: true, default: [] },
    },
    'optimise',
  );
  if (positionals.length > 1) throw new UsageError(`"optimise" takes one build context, not ${positionals.length}.`);
  const { edit, target, platform, network, builder, 'build-arg': buildArgs } = values;
  const forBuilds = { edit, target, platform, network, builder, 'build-arg': buildArgs[0] };
  const [useless] = Object.entries(forBuilds).filter(([, value]) => value !== undefined);
  if (useless && !values.prove) throw new UsageError(`--${useless[0]} is for builds: give --prove as well.`);
  return {
    context: positionals[0],
    file: values.file,
    format: readFormat(values.format, ['text', 'json']),
    config: values.config,
    all: values.all,
    write: values.write,
    prove: values.prove
      ? { edit, target, platform, network, builder: readBuilder(builder), buildArgs: readBuildArgs(buildArgs) }
      : undefined,
  };
}
