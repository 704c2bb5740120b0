import type { CopyInstruction, Word } from '../../dockerfile/model';
import { expand, type Scope, scopeBefore } from '../../dockerfile/scope';
import { cleanPath } from '../../shared/posix-path';
import type { ContextFiles } from '../context-files';
import { instructionsOf } from '../facts/instructions-of';
import { isArchive } from '../hadolint/archives';
import { withoutQuotes } from '../hadolint/quotes';
import type { Fix, Rule } from '../rule';

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
    notes:
      'Archives, addresses and git repositories are what `ADD` is for; they are not reported. `ADD` tells an archive by what is in it, not by its name: the fix is safe for folders, for text, and where nothing is known of the file for names with an extension; `rootfs` may be an archive.',
    bad: ['FROM alpine:3.20\nADD app.conf /etc/app.conf\n'],
    good: [
      'FROM alpine:3.20\nCOPY app.conf /etc/app.conf\n',
      'FROM alpine:3.20\nADD rootfs.tar.xz /\n',
      'FROM alpine:3.20\nADD https://example.com/tool /usr/bin/tool\n',
    ],
  },
  when: { has: ['ADD'] },
  *check({ dockerfile, settings, context }) {
    const asked = settings.asked('DL3020');
    for (const instruction of instructionsOf(dockerfile, 'ADD')) {
      const { json, sources } = instruction;
      const plain = asked
        ? sources.find(({ value, raw }) => !isForAddByText(json ? value : withoutQuotes(raw)))
        : sources.find((source) => !isForAdd(source, scopeBefore(dockerfile, instruction)));
      if (!plain) continue;
      const unless = plain.variables.length > 0 ? ' unless it stands for an archive or an address' : '';
      yield {
        span: instruction.keywordSpan,
        message: `COPY does the same for "${plain.value}"${unless}, without unpacking archives or fetching addresses.`,
        fixes: () => fixesFor(instruction, context),
      };
    }
  },
};

/** An archive, an address or a git repository, which hadolint does not know, as far as the file says what variables are. */
function isForAdd(source: Word, scope: Scope): boolean {
  const value = expand(source, scope) ?? source.value;
  return isArchive(value) || isAddress(value);
}

function isForAddByText(source: string): boolean {
  return isArchive(source) || /^https?:\/\//.test(source);
}

function isAddress(value: string): boolean {
  return /^(?:https?|git|ssh):\/\/|^git@/i.test(value);
}

function fixesFor(instruction: CopyInstruction, context: ContextFiles | undefined): readonly Fix[] {
  const certain = instruction.sources.every(
    ({ value, variables }) => variables.length === 0 && !isArchive(value) && !isAddress(value),
  );
  if (!certain || instruction.flags.some((flag) => addOnlyFlags.has(flag.name))) return [];
  const safe = instruction.sources.every(({ value }) => isNoArchive(value, context));
  const newText = instruction.keywordText === 'add' ? 'copy' : 'COPY';
  return [{ title: `Use ${newText}`, safe, edits: [{ span: instruction.keywordSpan, newText }] }];
}

/** A folder is taken as it is, whatever is in it. Of a glob or a name without an extension only the context can tell. */
function isNoArchive(source: string, context: ContextFiles | undefined): boolean {
  if (/[*?[]/.test(source)) return false;
  const path = cleanPath(source.replace(/^\/+/, ''));
  const kind = context?.kind(path);
  if (path === '' || path === '.' || source.endsWith('/') || kind === 'directory') return true;
  if (kind === 'file' && context?.read(path) !== undefined) return true;
  return /[^/.]\.[a-z][a-z0-9]*$/i.test(path);
}
