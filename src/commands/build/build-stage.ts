import type { Services } from '../services';
import { rememberedBuild } from './build-answers';
import { type BuildPreset, type BuildServices, buildImage } from './build-image';

type StageServices = BuildServices & Pick<Services, 'run'>;

/** What a stage is asked for: a stage's name or number, undefined for the last one. */
interface StageOf {
  readonly dockerfile: string;
  readonly target: string | undefined;
}

/** As it was built last; what was never built is asked for. */
export async function buildStage(services: StageServices, args: readonly unknown[]): Promise<string | undefined> {
  const stage = stageOf(args);
  return stage ? buildImage(services, [presetFor(services, stage)]) : undefined;
}

/** The image as it was built last; built first when it never was. */
export async function runStage(services: StageServices, args: readonly unknown[]): Promise<void> {
  const stage = stageOf(args);
  if (!stage) return;
  const known = rememberedBuild(services, stage.dockerfile, stage.target)?.tag;
  const there = known !== undefined && (await hasImage(services, known));
  if (!there && (await buildStage(services, args)) === undefined) return;
  const tag = rememberedBuild(services, stage.dockerfile, stage.target)?.tag;
  if (tag !== undefined) await services.run('layerwright.runImage', tag);
}

async function hasImage({ engine }: Pick<Services, 'engine'>, tag: string): Promise<boolean> {
  const { images } = await engine();
  return images.inspect(tag).then(
    () => true,
    () => false,
  );
}

function presetFor(services: StageServices, { dockerfile, target }: StageOf): BuildPreset {
  const last = rememberedBuild(services, dockerfile, target);
  const stage = target === undefined ? {} : { target };
  return last ? { dockerfile, ...last, ...stage } : { dockerfile, ...stage };
}

function stageOf([first]: readonly unknown[]): StageOf | undefined {
  if (typeof first !== 'object' || first === null || !('dockerfile' in first)) return undefined;
  const { dockerfile, target } = first as Partial<Record<keyof StageOf, unknown>>;
  if (typeof dockerfile !== 'string') return undefined;
  return { dockerfile, target: typeof target === 'string' ? target : undefined };
}
