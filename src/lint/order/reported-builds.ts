import { remembered } from '../../shared/remembered';
import type { FlowCommand, RunStep } from '../flow/flow';
import { flowOf } from '../flow/flow-of';
import type { LintFile } from '../rule';
import { type ImplicitBuild, implicitBuilds } from './implicit-builds';
import { placesOf } from './misplaced';

/** The builds that dependencies-in-build-step reports, in order: what a cache mount would do for them is said there. */
export const reportedBuilds = remembered((file: LintFile): readonly ImplicitBuild[] => {
  const { spoiled } = placesOf(file);
  const builds = flowOf(file).stages.flatMap((flow) => implicitBuilds(file, flow));
  return builds.filter(
    ({ run, ecosystem }) => !spoiled.some((other) => other.run === run && other.ecosystem.family === ecosystem.family),
  );
});

/** The build reported on, or one of its project below it: one finding for all that builds with the same dependencies. */
export function isReportedBuild(
  file: LintFile,
  step: RunStep,
  { recognised }: FlowCommand,
  options: { readonly compiling?: boolean } = {},
): boolean {
  if (recognised?.role !== 'implicit') return false;
  return reportedBuilds(file).some(
    ({ run, ecosystem }) =>
      ecosystem.id === recognised.ecosystem &&
      run.stage === step.stage &&
      run.instruction.index <= step.instruction.index &&
      (!options.compiling || ecosystem.compiles === true),
  );
}
