import { baseName, relativeTo } from '../../shared/posix-path';
import { finalStages } from '../flow/final-stages';
import type { RunStep, StageFlow } from '../flow/flow';
import { hasGlob, isTakenBy } from '../flow/image-path';
import { asCopyFlags, type ChangedPath, type LateChange } from '../layers/copy-permissions';
import { earlierWrites, isSmallCopy, type LayerWrite, writesOf } from '../layers/layer-writes';
import { type PermissionChange, permissionChanges } from '../layers/permission-changes';
import type { LintFile, Rule, RuleFinding } from '../rule';

/** A layer holds changed files as a whole, even if only their owner has changed. */
export const recursivePermissionChange: Rule = {
  id: 'recursive-permission-change',
  summary: 'Set owners and modes where files come into the image, not in a later layer',
  category: 'size',
  severity: 'warning',
  since: '0.1.0',
  related: { cache: 'CACHE010' },
  docs: {
    why: 'A changed owner or mode makes a file a changed file, and a layer stores changed files as a whole: `chown -R` over what earlier layers brought doubles its share of the image, and takes its time at every build. `COPY --chown` and `--chmod` cost nothing.',
    notes:
      'Only stages that become images are looked at, and only paths that an earlier layer of this file filled. The fix moves the owner into the copies; a folder that was made before the copy keeps a plain `chown` of its own, because `COPY --chown` leaves it as it is. There is no fix where a RUN made some of the files (run it as that user instead), where the user is created below the copy, or where modes differ by kind of file (`u=rwX,go=rX` needs syntax 1.14).',
    bad: [
      'FROM node:22\nWORKDIR /app\nCOPY . .\nRUN chown -R node:node /app\n',
      'FROM debian:12\nCOPY --from=registry.example/tools:1 /opt/tools /opt/tools\nRUN chmod -R 755 /opt/tools\n',
      'FROM node:22\nWORKDIR /app\nCOPY package.json package-lock.json ./\nRUN npm ci\nRUN chown -R node:node .\n',
    ],
    good: [
      'FROM node:22\nWORKDIR /app\nCOPY --chown=node:node . .\n',
      'FROM debian:12\nRUN mkdir -p /data/db && chown -R 1000:1000 /data\n',
      'FROM golang:1.23 AS build\nCOPY . /src\nRUN chmod -R +x /src/scripts && /src/scripts/build.sh\nFROM scratch\nCOPY --from=build /out/app /app\n',
    ],
  },
  when: { calls: ['chown', 'chgrp', 'chmod', 'setfacl', 'find'] },
  *check(file) {
    const seen = new Set<unknown>();
    for (const flow of finalStages(file)) {
      for (const step of flow.steps) {
        if (step.kind !== 'run' || seen.has(step)) continue;
        seen.add(step);
        const changes = permissionChanges(file, step).flatMap((change): LateChange[] => {
          const changed = change.recursive ? changedPaths(file, flow, change) : [];
          return changed.length > 0 ? [{ change, changed }] : [];
        });
        if (changes.length > 0) yield finding(file, flow, step, changes);
      }
    }
  },
};

function changedPaths(file: LintFile, { steps }: StageFlow, change: PermissionChange): readonly ChangedPath[] {
  return change.targets.flatMap(({ path, word }) => {
    if (path === undefined || path === '/') return [];
    const inside = earlierWrites(file, steps, change.run, path).filter(
      ({ kind }) => kind !== 'index' && kind !== 'cache',
    );
    const writes = inside.length > 0 ? inside : writesAround(file, steps, change, path);
    return writes.length > 0 ? [{ path, word, writes }] : [];
  });
}

/** A copied folder that the path is in, if the path surely came with it: nothing else makes it, and it is no place to write to. */
function writesAround(
  file: LintFile,
  steps: StageFlow['steps'],
  { run, command }: PermissionChange,
  path: string,
): readonly LayerWrite[] {
  if (
    hasGlob(path) ||
    path
      .split('/')
      .some((name) =>
        /<|^(storage|cache|var|tmp|logs?|uploads?|data|run|files|media|sessions|runtime|assets|static|node_modules|vendor|\.\w+)$/.test(
          name,
        ),
      )
  )
    return [];
  const before = [...steps.slice(0, steps.indexOf(run)), run];
  const commands = before.flatMap((step) => (step.kind === 'run' ? step.commands : []));
  const earlier = commands.slice(0, commands.indexOf(command));
  if (earlier.some(({ call }) => call.args.some(({ value }) => value.includes(baseName(path))))) return [];
  const copies = steps.slice(0, steps.indexOf(run)).toReversed();
  return copies
    .flatMap((step) => (step.kind === 'copy' ? writesOf(file, step) : []))
    .filter(
      (write) =>
        write.shape === 'tree' &&
        relativeTo(write.path, path) !== undefined &&
        write.path !== '/' &&
        comesWith(file, write, path),
    )
    .slice(0, 1);
}

function comesWith({ context }: LintFile, { step, source, path }: LayerWrite, changed: string): boolean {
  if (step.kind !== 'copy' || step.origin !== 'context' || source === undefined) return false;
  const folder = step.sources[source];
  if (!context || folder === undefined)
    return step.wide || step.instruction.sources[source]?.value.endsWith('/') === true;
  const below = relativeTo(path, changed) ?? '';
  return context.kind([folder, below].filter(Boolean).join('/')) !== undefined;
}

/** One for the RUN: its layer stores each file once, however often it is changed. */
function finding(file: LintFile, flow: StageFlow, run: RunStep, changes: readonly LateChange[]): RuleFinding {
  const changed = changes.flatMap((one) => one.changed);
  const writes = changed.flatMap((one) => one.writes);
  const wholly = writes.every((write) => changed.some(({ path }) => isTakenBy(path, write.path)));
  const result = wholly ? asCopyFlags(file, flow, run, changes) : 'the copy also brings other files';
  const line = file.range(writes[0]?.step.instruction.span ?? run.instruction.span).start.line + 1;
  const flags = [...new Set(changes.map(({ change }) => (change.tool === 'chmod' ? '--chmod' : '--chown')))].join(
    ' and ',
  );
  const advice =
    typeof result === 'string'
      ? `Set it where the files are made, by COPY ${flags} or in the RUN that makes them. No fix is offered because ${result}.`
      : `Use COPY ${flags} instead.`;
  return {
    span: changes[0]?.change.span ?? run.instruction.span,
    instruction: run.instruction,
    ...(writes.every(isSmallCopy) ? { severity: 'info' as const } : {}),
    message: `This stores everything in ${changed[0]?.word.value} a second time, next to the layer of line ${line}: a layer holds changed files as a whole. ${advice}`,
    related: [...new Set(writes.map(({ step }) => step.instruction))].map(({ keywordSpan }) => ({
      span: keywordSpan,
      message: 'This layer holds the files already.',
    })),
    fixes: typeof result === 'string' ? [] : [{ title: `Use COPY ${flags}`, ...result }],
  };
}
