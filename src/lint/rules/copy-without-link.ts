import type { CopyInstruction } from '../../dockerfile/model';
import { looksLikeWindows, scopeBefore } from '../../dockerfile/scope';
import type { CopyStep } from '../flow/flow';
import { flowOf } from '../flow/flow-of';
import { frontendAllows, linkFeature } from '../instructions/frontend';
import type { Rule } from '../rule';

/** A layer that does not need the one below survives a new base image. */
export const copyWithoutLink: Rule = {
  id: 'copy-without-link',
  summary: 'Copy with --link where nothing below is needed',
  category: 'cache',
  severity: 'info',
  since: '0.1.0',
  off: true,
  related: { cache: 'CACHE046' },
  docs: {
    why: 'A `COPY` is built on top of the layer below it, so a new base image makes every copy of the final stage run again, and every layer be pushed again, although the files are the same. `COPY --link` makes a layer that stands on its own: it is only put on top of the new base.',
    notes:
      'Off by default. Reported in the last stage, for copies with no `RUN` behind them. Nothing is said where the destination may lead through a link of the base image (`/bin`, `/lib`, `/var/run`), which a linked layer would replace by a directory, and for owners by name, which only the base image can turn into numbers. Directories on the way to the destination belong to root with mode 0755 in a linked layer: the fix is not applied without being asked for.',
    bad: [
      'FROM golang:1.23 AS build\nRUN go build -o /srv/web .\nFROM debian:12\nCOPY --from=build /srv/web /srv/web\n',
    ],
    good: [
      'FROM golang:1.23 AS build\nRUN go build -o /srv/web .\nFROM debian:12\nCOPY --link --from=build /srv/web /srv/web\n',
      'FROM debian:12\nCOPY setup.sh /srv/\nRUN /srv/setup.sh\n',
    ],
  },
  *check(file) {
    const { dockerfile } = file;
    const flow = flowOf(file).stages.at(-1);
    if (!flow || !frontendAllows(dockerfile, linkFeature) || looksLikeWindows(dockerfile, flow.stage)) return;
    if (flow.stage.base.kind === 'scratch') return;
    const lastRun = flow.steps.findLastIndex(({ kind }) => kind === 'run');
    for (const step of flow.steps.slice(lastRun + 1)) {
      if (step.kind !== 'copy' || step.stage !== flow.stage || !canLink(step)) continue;
      const { instruction } = step;
      // A relative destination is looked up in the directory of the base image, which a linked layer cannot see.
      const absolute = instruction.destination?.value.startsWith('/') || scopeBefore(dockerfile, instruction).workdir;
      if (!absolute) continue;
      const end = instruction.keywordSpan.end;
      yield {
        span: instruction.keywordSpan,
        instruction,
        message: `This ${instruction.kind} runs and is pushed again with every new base image, although it needs nothing of it. With --link its layer stands on its own.`,
        // Not safe: directories on the way to the destination get root's ownership and mode 0755.
        fixes: [{ title: 'Add --link', safe: false, edits: [{ span: { start: end, end }, newText: ' --link' }] }],
      };
    }
  },
};

function canLink({ instruction, destination }: CopyStep): boolean {
  if (destination === undefined || destination.includes('<')) return false;
  if (instruction.flags.some(({ name }) => name === 'link')) return false;
  if (
    /^\/(?:bin|sbin|lib|lib32|lib64|libx32|var\/run|var\/lock|var\/mail|etc\/mtab|usr\/tmp)(?:\/|$)/.test(destination)
  )
    return false;
  return ownerByNumber(instruction);
}

function ownerByNumber({ flags }: CopyInstruction): boolean {
  const owner = flags.find(({ name }) => name === 'chown')?.value?.value;
  return owner === undefined || /^\d+(?::\d+)?$/.test(owner);
}
