import { describeSize, describeWork } from '../../builds/describe-run';
import type { BuildOptions } from '../../engine/build-options';
import { isEngineError } from '../../engine/errors';
import { plural } from '../../shared/plural';
import { createReplayLog } from '../logs/replay-log';
import { offer } from '../offer';
import type { Services } from '../services';
import { askBuild, type BuildAnswers } from './build-answers';
import { askChoices, choiceOptions, readInputs, rememberedChoices } from './build-choices';
import { type BuiltJob, runBuild } from './run-build';
import { showBuild, showOutput } from './show-build';

export type BuildServices = Pick<
  Services,
  | 'engine'
  | 'ui'
  | 'log'
  | 'memory'
  | 'workspace'
  | 'terminals'
  | 'registries'
  | 'run'
  | 'builds'
  | 'forecaster'
  | 'buildPanel'
  | 'settings'
>;

/** The argument of a keybinding or a test: nothing is asked that follows from it. Paths are file-system paths. */
export interface BuildPreset
  extends Partial<BuildAnswers>,
    Pick<BuildOptions, 'buildArgs' | 'labels' | 'noCache' | 'pull' | 'platform' | 'builder'> {}

/**
 * Builds a Dockerfile. Returns the image's id; undefined when the person gave up, the build failed, or the engine does not
 * have what was built. What was chosen for that Dockerfile holds again; with `choose`, it is asked for.
 */
export async function buildImage(
  services: BuildServices,
  args: readonly unknown[],
  { choose = false }: { readonly choose?: boolean } = {},
): Promise<string | undefined> {
  const { ui, workspace } = services;
  if (!workspace.trusted) {
    void ui.warn('Nothing is built in a workspace that is not trusted. Trust the workspace, then build again.');
    return undefined;
  }
  const { dockerfile, context, tag, target, ...preset } = presetOf(args);
  const given = { dockerfile, context, tag, target };
  const answers = await askBuild(services, Object.fromEntries(Object.entries(given).filter(([, value]) => value)));
  if (!answers) return undefined;
  const inputs = await readInputs(answers.dockerfile);
  const choices = choose
    ? await askChoices(services, answers.dockerfile, inputs)
    : rememberedChoices(services, answers.dockerfile);
  if (!choices) return undefined;
  const folder = workspace.folderOf(answers.dockerfile) ?? answers.context;
  const options = { ...choiceOptions(choices, inputs, { env: workspace.env, folder }), ...preset };
  const engine = await services.engine();
  const log = createReplayLog();
  const interrupt = new AbortController();
  const cancel = () => interrupt.abort();
  const key = takeKey(answers);
  const show = () => showBuild(services);
  try {
    await showOutput(services, { key, tag: answers.tag, log, onInterrupt: cancel });
    const built = await ui.progress(`Building ${answers.tag}`, (report, cancelled) => {
      const signal = AbortSignal.any([cancelled, interrupt.signal]);
      return runBuild(services, engine, { answers, options, write: log.write, report, signal, cancel });
    });
    reportImage(services, answers, built, show);
    return built.image;
  } catch (error) {
    if (!isEngineError(error, 'build-failed')) throw error;
    // What the step said last is in the build's own log, where it can be read.
    services.log.error(`${answers.dockerfile}: ${error.message}`, error);
    offer(services, ui.error(error.message, 'Show log'), { 'Show log': () => void show() });
    return undefined;
  } finally {
    log.end();
    running.delete(key);
  }
}

/** Of builds that go on: one that begins meanwhile gets a terminal of its own, later ones take over that of the first. */
const running = new Set<string>();

function takeKey({ dockerfile, tag, target }: BuildAnswers): string {
  let key = `build:${dockerfile}:${tag}:${target ?? ''}`;
  while (running.has(key)) key += '+';
  running.add(key);
  return key;
}

function reportImage(
  services: BuildServices,
  { tag }: BuildAnswers,
  { run, image, places, skipped }: BuiltJob,
  show: () => Promise<void>,
): void {
  const [first] = skipped;
  const left =
    first === undefined
      ? ''
      : ` ${plural(skipped.length, 'file')} could not be sent: ${first.path} is ${first.reason}${skipped.length > 1 ? ', and so on' : ''}.`;
  const size = describeSize(run);
  const [place] = places;
  const where = image === undefined ? describePlaces(places) : '';
  const built = `Built ${tag} ${describeWork(run)}${size === '' ? '' : ` (${size})`}.`;
  const actions = [
    ...(image === undefined ? [] : ['Run', 'Push']),
    ...(place === undefined ? [] : ['Reveal']),
    'Show log',
  ];
  offer(services, services.ui.info(`${built}${where}${left}`, ...actions), {
    Run: ['layerwright.runImage', tag],
    Push: ['layerwright.pushImage', tag],
    Reveal: () => {
      if (place !== undefined) void services.ui.reveal(place);
    },
    'Show log': () => void show(),
  });
}

function describePlaces(places: readonly string[]): string {
  const nothing = ' The engine has no image of it';
  return places.length === 0 ? `${nothing}.` : `${nothing}: it is in ${places.join(' and ')}.`;
}

function presetOf([first]: readonly unknown[]): BuildPreset {
  if (typeof first === 'string') return { dockerfile: first };
  if (typeof first !== 'object' || first === null || 'kind' in first) return {};
  if ('fsPath' in first && typeof first.fsPath === 'string') return { dockerfile: first.fsPath };
  return 'dockerfile' in first ? (first as BuildPreset) : {};
}
