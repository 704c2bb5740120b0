import type { CopyInstruction, Word } from '../../dockerfile/model';
import type { Fix, Rule } from '../rule';

const archive = /\.(tar|Z|bz2|gz|lz|lzma|tZ|tb2|tbz|tbz2|tgz|tlz|tpz|txz|xz)$/;
/** Only ADD knows these. */
const addOnlyFlags = new Set(['checksum', 'keep-git-dir', 'unpack']);

/** ADD fetches and unpacks; for plain files that is a surprise waiting for a file name. */
export const preferCopyOverAdd: Rule = {
  id: 'prefer-copy-over-add',
  summary: 'Use COPY for files and folders of the build context',
  category: 'maintainability',
  severity: 'error',
  since: '0.1.0',
  related: { hadolint: 'DL3020', cache: 'CACHE060' },
  docs: {
    why: '`ADD` unpacks local archives and fetches addresses. For plain files it does what `COPY` does, until somebody hands it a file that happens to be an archive.',
    notes: 'Archives, addresses and git repositories are what `ADD` is for; they are not reported.',
    bad: ['FROM alpine:3.20\nADD app.conf /etc/app.conf\n'],
    good: [
      'FROM alpine:3.20\nCOPY app.conf /etc/app.conf\n',
      'FROM alpine:3.20\nADD rootfs.tar.xz /\n',
      'FROM alpine:3.20\nADD https://example.com/tool /usr/bin/tool\n',
    ],
  },
  *check({ dockerfile }) {
    for (const instruction of dockerfile.instructions) {
      if (instruction.kind !== 'ADD') continue;
      const plain = instruction.sources.find((source) => !isForAdd(source));
      if (!plain) continue;
      yield {
        span: instruction.keywordSpan,
        message: `COPY does the same for "${plain.value}", without unpacking archives or fetching addresses.`,
        fixes: fixesFor(instruction),
      };
    }
  },
};

function isForAdd(source: Word): boolean {
  return archive.test(source.value) || /^(https?|git|ssh):\/\/|^git@/i.test(source.value);
}

function fixesFor(instruction: CopyInstruction): readonly Fix[] {
  const certain = instruction.sources.every((source) => !isForAdd(source) && source.variables.length === 0);
  if (!certain || instruction.flags.some((flag) => addOnlyFlags.has(flag.name))) return [];
  // A glob could match an archive, which only ADD unpacks.
  const safe = !instruction.sources.some((source) => /[*?[]/.test(source.value));
  const newText = instruction.keywordText === 'add' ? 'copy' : 'COPY';
  return [{ title: `Use ${newText}`, safe, edits: [{ span: instruction.keywordSpan, newText }] }];
}
