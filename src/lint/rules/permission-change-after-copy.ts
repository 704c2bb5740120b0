import { finalStages } from '../flow/final-stages';
import type { CopyStep, RunStep, StageFlow } from '../flow/flow';
import { hasGlob, isTakenBy } from '../flow/image-path';
import { asCopyFlags, type ChangedPath, type LateChange } from '../layers/copy-permissions';
import { type LayerWrite, writesOf } from '../layers/layer-writes';
import { onlyChangesPermissions, type PermissionChange, permissionChanges } from '../layers/permission-changes';
import type { LintFile, Rule, RuleFinding } from '../rule';

/** COPY can set the mode itself: the extra RUN is a container start and a second copy of the file. */
export const permissionChangeAfterCopy: Rule = {
  id: 'permission-change-after-copy',
  summary: 'Set the mode and owner of a file with the COPY that brings it',
  category: 'size',
  severity: 'style',
  since: '0.1.0',
  related: { cache: 'CACHE038' },
  docs: {
    why: 'A `RUN chmod` behind a `COPY` starts a container for one call, and its layer stores the file a second time. `COPY --chmod=755` and `COPY --chown=app:app` do the same on the way in.',
    notes:
      '`--chmod` needs BuildKit, and modes such as `+x` syntax 1.14; where the file does not ask for that, `+x` becomes `755`, which is what it makes of a file as git checks it out. There is no fix where the copy also brings files that keep their mode: give the script a copy of its own, or make it executable in the repository (`git update-index --chmod=+x`).',
    bad: [
      'FROM alpine:3.20\nCOPY entrypoint.sh /usr/local/bin/\nRUN chmod +x /usr/local/bin/entrypoint.sh\n',
      'FROM alpine:3.20\nCOPY app.conf /etc/app.conf\nRUN chown 1000:1000 /etc/app.conf && chmod 600 /etc/app.conf\n',
    ],
    good: [
      'FROM alpine:3.20\nCOPY --chmod=755 entrypoint.sh /usr/local/bin/\n',
      'FROM alpine:3.20\nCOPY entrypoint.sh /\nRUN sed -i s/x/y/ /entrypoint.sh && chmod +x /entrypoint.sh\n',
      'FROM alpine:3.20\nRUN chmod 1777 /tmp\n',
    ],
  },
  when: { calls: ['chown', 'chgrp', 'chmod', 'setfacl', 'find'] },
  *check(file) {
    const seen = new Set<unknown>();
    for (const flow of finalStages(file)) {
      for (const step of flow.steps) {
        if (step.kind !== 'run' || seen.has(step)) continue;
        seen.add(step);
        if (!onlyChangesPermissions(step) || step.instruction.mounts.length > 0) continue;
        const changes = changesOf(file, flow, step);
        if (changes.length > 0) yield finding(file, flow, step, changes);
      }
    }
  },
};

/** Changes whose paths all come from the copies right above. */
function changesOf(file: LintFile, flow: StageFlow, run: RunStep): readonly LateChange[] {
  const copies = copiesAbove(flow, run);
  return permissionChanges(file, run).flatMap((change): LateChange[] => {
    if (change.recursive || change.tool === 'setfacl') return [];
    const changed = change.targets.map(({ path, word }): ChangedPath => {
      const writes =
        path === undefined ? [] : copies.flatMap((copy) => broughtBy(file, copy, path, change)).slice(0, 1);
      return { path: path ?? '', word, writes };
    });
    return changed.length > 0 && changed.every(({ writes }) => writes.length > 0) ? [{ change, changed }] : [];
  });
}

/** Copies in front of the RUN, the last first, with nothing in between but other changes of permissions. */
function copiesAbove({ steps }: StageFlow, run: RunStep): readonly CopyStep[] {
  const copies: CopyStep[] = [];
  for (const step of steps.slice(0, steps.indexOf(run)).toReversed()) {
    if (step.stage !== run.stage) break;
    if (step.kind === 'copy') copies.push(step);
    else if (!onlyChangesPermissions(step)) break;
  }
  return copies;
}

/** Files of the copy that the path names; a name without an ending may be a folder, which nobody makes executable. */
function broughtBy(file: LintFile, copy: CopyStep, path: string, { setting }: PermissionChange): readonly LayerWrite[] {
  const makesExecutable = /^[ugoa]*\+r?w?x$|^0?[0-7]*[157][0-7]{0,2}$/.test(setting?.value ?? '');
  return writesOf(file, copy).filter((write) => {
    if (write.shape === 'file')
      return write.path === path || isTakenBy(path, write.path) || isTakenBy(write.path, path);
    const source = write.source === undefined ? undefined : copy.sources[write.source];
    if (source === undefined || hasGlob(source)) return false;
    const written = copy.instruction.sources[write.source ?? 0]?.value ?? '';
    return (
      write.path === path &&
      !copy.wide &&
      !written.endsWith('/') &&
      makesExecutable &&
      /\/(bin|sbin)\/|\/\w*(entry|start|run|boot|init|server|app)\w*$/.test(path)
    );
  });
}

function finding(file: LintFile, flow: StageFlow, run: RunStep, changes: readonly LateChange[]): RuleFinding {
  const result = asCopyFlags(file, flow, run, changes);
  const flags = [...new Set(changes.map(({ change }) => (change.tool === 'chmod' ? '--chmod' : '--chown')))].join(
    ' and ',
  );
  const changed = changes.flatMap((one) => one.changed);
  const copy = changed[0]?.writes[0]?.step;
  const line = file.range(copy?.instruction.span ?? run.instruction.span).start.line + 1;
  return {
    span: changes[0]?.change.span ?? run.instruction.span,
    instruction: run.instruction,
    message: `The copy of line ${line} can do this on the way in (${flags}), without a layer that stores ${changed.length === 1 ? changed[0]?.word.value : 'the files'} again.${typeof result === 'string' ? ` No fix is offered because ${result}.` : ''}`,
    related: copy ? [{ span: copy.instruction.keywordSpan, message: 'The copy that brings it.' }] : [],
    fixes: typeof result === 'string' ? [] : [{ title: `Use COPY ${flags}`, ...result }],
  };
}
