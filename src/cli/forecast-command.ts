import { existsSync, realpathSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { withChanges } from '../cache/blast-radius';
import { Forecaster, type OpenForecast } from '../cache/forecaster';
import type { Forecast } from '../cache/summary';
import { parseDockerfile } from '../dockerfile/parse';
import { isEngineError } from '../engine/errors';
import type { ForecastArguments } from './forecast-arguments';
import { forecastJson, forecastText } from './forecast-report';
import { type CliIo, type ExitStatus, UsageError } from './io';
import { readDockerfile } from './read-file';

/** `layerwright forecast`: what the next build will do. Nothing is built, and nothing but digests of files is written. */
export async function forecastCommand(args: ForecastArguments, io: CliIo): Promise<ExitStatus> {
  const root = resolve(io.cwd, args.context);
  if (!statSync(root, { throwIfNoEntry: false })?.isDirectory())
    throw new UsageError(`The build context "${args.context}" is no directory.`);
  const dockerfile = args.file === undefined ? join(root, 'Dockerfile') : resolve(io.cwd, args.file);
  const content = readDockerfile(dockerfile);
  const problem = 'error' in content ? content.error : content.problem;
  if ('error' in content || problem !== undefined) throw new UsageError(`${args.file ?? dockerfile}: ${problem}.`);
  const { text } = content;
  const opened = await open({ root, dockerfile, text }, args, io);
  if (opened === undefined) return 2;
  const { forecast, plan } = opened;
  const paths = args.changed.map((path) => changedPath(path, root, opened, io));
  const told: Forecast = withChanges(
    forecast,
    plan,
    paths.filter((path) => path !== undefined),
  );
  const file = parseDockerfile(text);
  io.out(args.format === 'json' ? forecastJson(told, file) : forecastText(told, file));
  return 0;
}

interface Input {
  readonly root: string;
  readonly dockerfile: string;
  readonly text: string;
}

async function open(
  { root, dockerfile, text }: Input,
  args: ForecastArguments,
  io: CliIo,
): Promise<OpenForecast | undefined> {
  const { target, buildArgs, platform, builder } = args;
  try {
    const engine = await io.engine();
    try {
      const request = { engine, dockerfile, text, root, target, buildArgs, platform, builder, signal: io.interrupted };
      const opened = await new Forecaster().forecast(request);
      if (!opened)
        throw new UsageError(target === undefined ? 'There is no FROM to build.' : `There is no stage "${target}".`);
      return opened;
    } finally {
      engine.dispose();
    }
  } catch (error) {
    if (!isEngineError(error)) throw error;
    io.err(`${error.message}${error.hint === undefined ? '' : ` ${error.hint}`}\n`);
    return undefined;
  }
}

/** In the context, with slashes; undefined, and said so, for a file that no build gets. */
function changedPath(written: string, root: string, { content }: OpenForecast, io: CliIo): string | undefined {
  const file = existsSync(join(root, written)) ? join(root, written) : resolve(io.cwd, written);
  const path = relative(realPath(root), join(realPath(dirname(file)), file.slice(dirname(file).length + 1)))
    .split(sep)
    .join('/');
  if (path.startsWith('../') || path === '..') {
    io.err(`"${written}" is not in the build context.\n`);
    return undefined;
  }
  if (content?.has(path)) return path;
  io.err(`"${written}" ${existsSync(file) ? 'is left out by the ignore file: no build gets it' : 'does not exist'}.\n`);
  return undefined;
}

function realPath(file: string): string {
  try {
    return realpathSync(file);
  } catch {
    return resolve(file);
  }
}
