import { scopeBefore } from '../../dockerfile/scope';
import { finalStages } from '../flow/final-stages';
import type { FlowCommand, RunStep, StageFlow } from '../flow/flow';
import { mountedOver } from '../layers/outside-layer';
import type { Fix, LintFile, Rule, RuleFinding } from '../rule';
import { mayCleanUp, removes } from '../system-packages/clean-up';
import { alwaysCalls, appendFix } from '../system-packages/clean-up-fix';
import { type DownloadCache, downloadCaches } from '../system-packages/download-caches';

/** What a package manager downloaded and unpacked is in the layer twice. */
export const downloadCacheLeftInLayer: Rule = {
  id: 'download-cache-left-in-layer',
  summary: 'Keep downloads of package managers out of the image',
  category: 'size',
  severity: 'info',
  since: '0.1.0',
  related: { cache: 'CACHE011' },
  docs: {
    why: 'npm, Composer, RubyGems, Conda and pacman keep every archive they download, so the layer holds each package twice: packed and unpacked. Nobody installs from that cache again. Removing it in a later `RUN` only hides it.',
    notes:
      'Only images that are shipped are looked at, not stages that are copied from. A cache mount keeps the downloads out of the layer and saves the next build the download. pnpm is not reported, because the files of its store are the installed files themselves.',
    bad: [
      'FROM node:22\nWORKDIR /app\nCOPY package.json package-lock.json ./\nRUN npm ci --omit=dev\nCMD ["node", "server.js"]\n',
      'FROM continuumio/miniconda3\nRUN conda install -y numpy\n',
    ],
    good: [
      'FROM node:22\nWORKDIR /app\nCOPY package.json package-lock.json ./\nRUN npm ci --omit=dev && npm cache clean --force\n',
      'FROM node:22\nWORKDIR /app\nCOPY package.json package-lock.json ./\nRUN --mount=type=cache,target=/root/.npm npm ci\n',
      'FROM node:22 AS build\nRUN npm ci\nFROM nginx\nCOPY --from=build /dist /usr/share/nginx/html\n',
    ],
  },
  when: { uses: ['npm', 'composer', 'bundler', 'conda', 'pacman'] },
  *check(file) {
    const seen = new Set<RunStep['instruction']>();
    for (const flow of finalStages(file)) {
      for (const step of flow.steps) {
        if (step.kind !== 'run' || seen.has(step.instruction)) continue;
        seen.add(step.instruction);
        for (const cache of downloadCaches) yield* check(file, flow, step, cache);
      }
    }
  },
};

function* check(file: LintFile, flow: StageFlow, run: RunStep, cache: DownloadCache): Iterable<RuleFinding> {
  if (!run.script.complete) return;
  const last = run.commands.findLastIndex((command) => fills(command, cache));
  const command = run.commands[last];
  if (!command?.recognised || isOutside(file, run, cache) || isSetElsewhere(file, flow, run, cache)) return;
  const behind = run.commands.slice(last + 1).map(({ call }) => call);
  if (behind.some((call) => cache.cleans(call) || removes(call, cache.places) || mayCleanUp(call))) return;
  const found = run.commands.filter((one) => fills(one, cache));
  const [first, ...others] = found.flatMap(({ recognised }) => (recognised ? [recognised.span] : []));
  if (!first) return;
  yield {
    span: first,
    instruction: run.instruction,
    message: `${cache.name} keeps what it downloads, so this layer holds every package twice. ${cache.advice}`,
    related: others.map((span) => ({ span, message: 'This downloads into the same cache.' })),
    fixes: () => fixes(file, run, command, cache),
  };
}

function fills({ recognised }: FlowCommand, cache: DownloadCache): boolean {
  return recognised !== undefined && cache.fills(recognised);
}

function isOutside(file: LintFile, { instruction }: RunStep, { places }: DownloadCache): boolean {
  if (mountedOver(file, instruction, places)) return true;
  return instruction.mounts.some(
    ({ type, target }) =>
      (type === 'cache' || type === 'tmpfs') && places.some((place) => `${target?.replace(/\/$/, '')}`.includes(place)),
  );
}

/** A variable or an earlier step of the stage puts the cache elsewhere, or switches it off. */
function isSetElsewhere(file: LintFile, flow: StageFlow, run: RunStep, cache: DownloadCache): boolean {
  const { variables } = scopeBefore(file.dockerfile, run.instruction);
  if (cache.variables.some((name) => variables.has(name))) return true;
  const { settings } = cache;
  if (!settings) return false;
  const until = flow.steps.indexOf(run);
  return flow.steps.slice(0, until + 1).some(({ kind, instruction }) => {
    const { start, end } = instruction.span;
    return kind === 'run' && settings.test(file.dockerfile.text.slice(start, end));
  });
}

function fixes(file: LintFile, run: RunStep, { recognised, call }: FlowCommand, cache: DownloadCache): readonly Fix[] {
  const remedy = recognised && cache.remedy(recognised);
  if (!remedy || !alwaysCalls(file, run.instruction, call.program ?? '')) return [];
  // What is removed behind the install may be the very program that the clean-up asks.
  const later = run.commands.slice(run.commands.findIndex((entry) => entry.call === call) + 1);
  const gone = remedy.includes('$(') && later.some((entry) => entry.recognised?.role === 'system-remove');
  return appendFix(file, run.instruction, `Run ${remedy}`, [remedy]).map((fix) =>
    gone ? { ...fix, safe: false } : fix,
  );
}
