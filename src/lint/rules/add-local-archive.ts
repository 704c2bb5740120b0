import type { CopyInstruction, Instruction, RunInstruction } from '../../dockerfile/model';
import { hasArgument, operands } from '../../shell/args';
import { instructionsOf } from '../facts/instructions-of';
import { isArchive } from '../hadolint/archives';
import { commandsOf, type NamedCommand } from '../hadolint/commands';
import { withoutQuotes } from '../hadolint/quotes';
import { addInstead } from '../instructions/unpacked-copy';
import type { LintFile, Rule } from '../rule';

/** A copied archive stays in its layer, whatever a later layer removes. */
export const addLocalArchive: Rule = {
  id: 'add-local-archive',
  summary: 'Unpack local archives with ADD',
  category: 'size',
  severity: 'info',
  since: '0.1.0',
  related: { hadolint: 'DL3010' },
  docs: {
    why: 'An archive that is copied and then unpacked is in the image twice: the layer of the `COPY` keeps it, also when the `RUN` removes it. `ADD` unpacks a local tar archive on its way in.',
    notes:
      '`ADD` unpacks tar archives, plain or compressed with gzip, bzip2, xz or zstd, and no zip files. It has no `--strip-components`; for that, mount the archive: `RUN --mount=type=bind,source=a.tar.gz,target=/a.tar.gz tar -xf /a.tar.gz …`. The fix is there where the command unpacks everything to a known place.',
    bad: [
      'FROM debian:12\nCOPY rootfs.tar.gz /tmp/\nRUN tar -xzf /tmp/rootfs.tar.gz -C /opt\n',
      'FROM debian:12\nCOPY site.tgz /srv/\nRUN cd /srv && tar -xf site.tgz --strip-components=1 && rm site.tgz\n',
    ],
    good: [
      'FROM debian:12\nADD rootfs.tar.gz /opt/\n',
      'FROM debian:12\nCOPY rootfs.tar.gz /opt/\nCMD ["/opt/start"]\n',
    ],
  },
  when: { has: ['COPY'] },
  applies: ({ dockerfile }) => instructionsOf(dockerfile, 'COPY').some((copy) => archivesOf(copy).size > 0),
  *check(file) {
    // Only what is in the image in the end counts.
    const { instructions } = file.dockerfile;
    const lastFrom = instructions.findLastIndex(({ kind }) => kind === 'FROM');
    const copies = new Map<string, CopyInstruction[]>();
    const reported = new Set<CopyInstruction>();
    for (const instruction of instructions.slice(lastFrom + 1)) {
      if (instruction.kind === 'RUN' && copies.size > 0) {
        for (const { command, name } of unpacked(file, instruction)) {
          for (const copy of copies.get(name) ?? []) {
            if (reported.has(copy)) continue;
            reported.add(copy);
            yield {
              span: placeOf(copy, name),
              instruction: copy,
              message: `${name} stays in the layer of this COPY after it was unpacked. ADD unpacks a local tar archive on its way into the image.`,
              related: [{ span: command.command.span, message: 'It is unpacked here.' }],
              fixes: () => addInstead(file, copy, instruction, command),
            };
          }
        }
      }
      for (const name of archivesOf(instruction)) {
        const copy = instruction as CopyInstruction;
        const earlier = copies.get(name);
        if (earlier) earlier.push(copy);
        else copies.set(name, [copy]);
      }
    }
  },
};

/** Names under which a COPY puts archives of the build context into the image. */
function archivesOf(instruction: Instruction): ReadonlySet<string> {
  if (instruction.kind !== 'COPY' || instruction.from || !instruction.destination) return new Set();
  const target = baseName(instruction.destination.raw);
  if (isArchive(target)) return new Set([target]);
  return new Set(instruction.sources.map(({ raw }) => baseName(raw)).filter(isArchive));
}

function placeOf({ sources, destination, keywordSpan }: CopyInstruction, name: string) {
  const word = sources.find(({ raw }) => baseName(raw) === name) ?? sources[0] ?? destination;
  return word?.span ?? keywordSpan;
}

const unpackers = new Set(['unzip', 'gunzip', 'bunzip2', 'unlzma', 'unxz', 'zgz', 'uncompress', 'zcat', 'gzcat']);

/** The operands of commands that unpack. */
function unpacked(file: LintFile, run: RunInstruction): readonly { command: NamedCommand; name: string }[] {
  return commandsOf(file, run)
    .filter(unpacks)
    .flatMap((command) => operands(command).map(({ value }) => ({ command, name: baseName(value) })));
}

function unpacks(command: NamedCommand): boolean {
  if (command.name !== 'tar') return unpackers.has(command.name);
  return (
    hasArgument(command, '--extract', '--get') ||
    command.args.some(({ value }) => value.startsWith('-') && value.includes('x'))
  );
}

function baseName(path: string): string {
  const text = withoutQuotes(path);
  return text.slice(Math.max(text.lastIndexOf('/'), text.lastIndexOf('\\')) + 1);
}
