import { basename, dirname } from 'node:path';
import { pathBelow, radiusOf } from '../../builds/file-radius';
import { costText } from '../../builds/forecast-text';
import { firstBuild, type LastBuild } from '../../builds/last-builds';
import { instructionText, radiusText } from '../../builds/radius-text';
import type { BlastRadius } from '../../cache/blast-radius';
import type { ForecastStep } from '../../cache/summary';
import type { PickItem } from '../../host/ui';
import type { Services } from '../services';

type RadiusServices = Pick<Services, 'ui' | 'workspace' | 'lastBuilds' | 'nextBuilds'>;

interface Found {
  readonly build: LastBuild;
  readonly radius: BlastRadius;
  readonly lineOf: (step: ForecastStep) => number;
}

interface Place {
  readonly dockerfile: string;
  readonly line: number;
}

/** Which build steps a change of a file runs again, in every Dockerfile whose context has it. */
export async function showBlastRadius(services: RadiusServices, [given]: readonly unknown[]): Promise<void> {
  const { ui, workspace } = services;
  const file = typeof given === 'string' ? given : workspace.activeFile();
  if (file === undefined)
    return void ui.info('Open a file, or choose one in the Explorer, to see which build steps it is for.');
  if (!workspace.trusted) return void ui.warn('The build context of a workspace that is not trusted is not looked at.');
  const found = await radii(services, file);
  const name = basename(file);
  if (found.length === 0)
    return void ui.info(
      `No Dockerfile of the workspace has ${name} in its build context, or the engine cannot be asked.`,
    );
  const used = found.filter(({ radius }) => radius.first);
  if (used.length === 0) {
    const [first] = found;
    if (first) void ui.info(`${name}: ${radiusText(first.radius)} (${workspace.nameOf(first.build.dockerfile)}).`);
    return;
  }
  const items = used.flatMap(({ build, radius, lineOf }) =>
    [...radius.runs, ...radius.depends].map(
      (step): PickItem<Place> => ({
        label: instructionText(step.instruction),
        icon: radius.runs.includes(step) ? 'debug-start' : 'question',
        description: [
          `${workspace.nameOf(build.dockerfile)}:${lineOf(step) + 1}`,
          radius.runs.includes(step) ? costText(step) : 'if what it copies turns out different',
        ]
          .filter((part) => part !== '')
          .join(', '),
        value: { dockerfile: build.dockerfile, line: lineOf(step) },
      }),
    ),
  );
  const placeholder = used.map(({ radius }) => radiusText(radius)).join('; ');
  const chosen = await ui.pick(items, { title: `When ${name} changes`, placeholder });
  if (chosen) await ui.openFile(chosen.dockerfile, chosen.line);
}

async function radii({ workspace, lastBuilds, nextBuilds }: RadiusServices, file: string): Promise<readonly Found[]> {
  const built = lastBuilds.all;
  const never = (await workspace.findDockerfiles())
    .filter((path) => !built.some(({ dockerfile }) => dockerfile === path))
    .map((dockerfile) => firstBuild(dockerfile, dirname(dockerfile)));
  const found: Found[] = [];
  for (const build of [...built, ...never]) {
    const path = pathBelow(build.context, file);
    if (path === undefined) continue;
    const open = await nextBuilds.of(build);
    const radius = open && radiusOf(open, path);
    if (!open || !radius) continue;
    const { lines } = open;
    found.push({ build, radius, lineOf: ({ instruction }) => lines.positionAt(instruction.span.start).line });
  }
  return found;
}
