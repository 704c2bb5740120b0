import type { TextDocument } from 'vscode';
import type { BuildRun } from '../builds/build-run';
import type { Builds } from '../builds/builds';
import type { LastBuilds } from '../builds/last-builds';
import type { NextBuilds } from '../builds/next-builds';
import type { Dockerfile } from '../dockerfile/model';
import type { Settings } from '../host/settings';
import { type Disposable, DisposableList } from '../shared/disposable';
import { createBuildDiagnostics } from './build-diagnostics';
import { createBuildInputs } from './build-inputs';
import { createBuildMarks } from './build-marks';
import { createBuildStatus } from './build-status';

export interface BuildingOptions {
  readonly builds: Builds;
  readonly settings: Settings;
  readonly model: (document: TextDocument) => Promise<Dockerfile>;
  readonly ignores: (run: BuildRun, path: string) => Promise<boolean>;
  readonly changedSince: (run: BuildRun) => Promise<boolean>;
  readonly lastBuilds: LastBuilds;
  readonly nextBuilds: NextBuilds;
}

/** What the editor shows of builds. To be made with the first one. */
export function createBuilding(options: BuildingOptions): Disposable {
  const { builds, settings, model, ignores, changedSince, lastBuilds, nextBuilds } = options;
  const owned = new DisposableList();
  const inputs = owned.add(createBuildInputs({ builds, ignores, changedSince }));
  const shown = ({ uri }: TextDocument) => settings.build(uri).inlineCosts;
  const reusedNext = async ({ request }: BuildRun) => {
    const last = lastBuilds.of(request.dockerfile, request.target);
    const told = last && (await nextBuilds.of(last));
    const reused = told?.forecast.steps.filter(({ verdict, trigger }) => verdict === 'reuse' && !trigger);
    return reused && new Set(reused.map(({ instruction }) => instruction.index));
  };
  const marks = owned.add(createBuildMarks({ builds, inputs, model, shown, reusedNext }));
  owned.add(settings.onDidChange(['layerwright.build.inlineCosts'], marks.refresh));
  owned.add(nextBuilds.onDidChange(marks.refresh));
  owned.add(createBuildDiagnostics({ builds, model }));
  owned.add(createBuildStatus(builds));
  return owned;
}
