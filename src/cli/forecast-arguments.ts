import { parse, readFormat } from './arguments';
import { readBuildArgs, readBuilder } from './build-arguments';
import { UsageError } from './io';

export interface ForecastArguments {
  /** The build context's directory. */
  readonly context: string;
  /** Undefined: `Dockerfile` in the context. */
  readonly file: string | undefined;
  readonly target: string | undefined;
  readonly platform: string | undefined;
  readonly builder: 'buildkit' | 'legacy' | undefined;
  readonly buildArgs: Readonly<Record<string, string>>;
  /** Files that count as changed, as they were named. */
  readonly changed: readonly string[];
  readonly format: 'text' | 'json';
}

export function parseForecastArguments(argv: readonly string[]): ForecastArguments {
  const { values, positionals } = parse(
    argv,
    {
      file: { type: 'string', short: 'f' },
      target: { type: 'string' },
      platform: { type: 'string' },
      builder: { type: 'string' },
      'build-arg': { type: 'string', multiple: true, default: [] },
      changed: { type: 'string', multiple: true, default: [] },
      format: { type: 'string', default: 'text' },
    },
    'forecast',
  );
  if (positionals.length > 1) throw new UsageError(`"forecast" takes one build context, not ${positionals.length}.`);
  return {
    context: positionals[0] ?? '.',
    file: values.file,
    target: values.target,
    platform: values.platform,
    builder: readBuilder(values.builder),
    buildArgs: readBuildArgs(values['build-arg']),
    changed: values.changed,
    format: readFormat(values.format, ['text', 'json']),
  };
}
