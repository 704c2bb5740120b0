import type { HistoryLayer } from '../engine/engine';
import type { Plan, PlannedStep } from './plan';
import type { BuildRecord } from './record-book';

export interface BuiltImage {
  readonly plan: Plan;
  readonly image: string | undefined;
  readonly images: { history(ref: string): Promise<readonly HistoryLayer[]> };
}

/** The record with the bytes that each step of the image's own stages has added, as far as the engine tells. */
export async function withBytes(build: BuildRecord, { plan, image, images }: BuiltImage): Promise<BuildRecord> {
  const last = plan.steps.at(-1);
  if (image === undefined || !last) return build;
  const history = await images.history(image).catch(() => []);
  const bytes = bytesByPlace(last, history);
  return { ...build, steps: build.steps.map((step) => ({ ...step, ...sizeOf(bytes.get(step.place)) })) };
}

/** From the newest on; ends where the two no longer agree. */
export function bytesByPlace(last: PlannedStep, history: readonly HistoryLayer[]): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  const layers = history
    .flatMap(({ createdBy, bytes }) => ({ kind: kindOf(createdBy), bytes }))
    .filter(({ kind }) => isLayer(kind));
  let number = 0;
  for (
    let step: PlannedStep | undefined = last;
    step;
    step = step.parent.kind === 'step' ? step.parent.step : undefined
  ) {
    if (!isLayer(step.instruction.kind)) continue;
    const layer = layers[number++];
    if (layer?.kind !== step.instruction.kind) break;
    found.set(step.place, layer.bytes);
  }
  return found;
}

function isLayer(kind: string | undefined): boolean {
  return kind === 'RUN' || kind === 'COPY' || kind === 'ADD' || kind === 'WORKDIR';
}

/** `COPY a /b # buildkit`, `/bin/sh -c #(nop) COPY file:… in /b`, `|1 A=b /bin/sh -c true` */
function kindOf(createdBy: string): string | undefined {
  const written = /^(?:\/bin\/sh -c #\(nop\)\s+)?([A-Z]+) /.exec(createdBy)?.[1];
  return written ?? (/^\/bin\/sh -c |^\|\d+ /.test(createdBy) ? 'RUN' : undefined);
}

function sizeOf(bytes: number | undefined): { readonly bytes?: number } {
  return bytes === undefined ? {} : { bytes };
}
