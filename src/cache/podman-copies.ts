import type { CopyInstruction, Stage } from '../dockerfile/model';
import { copyPaths, isRemote } from './copy-parts';
import type { PlanContext, Work } from './plan-stage';
import { fileOf, variablesOf } from './podman-heredocs';
import type { PodmanRules } from './podman-rules';
import type { PodmanState } from './podman-state';
import { content, fromContext, fromElsewhere, joinReads, opaque, type Reads, unknown } from './step-inputs';

interface Copying {
  readonly state: PodmanState;
  readonly stage: Stage;
  readonly rules: PodmanRules;
  readonly context: PlanContext;
}

const archive = /\.(?:tar|t[gbx]z|tbz2|tzst|gz|bz2|xz|zst)$/i;

/** A copy is known by what it brings and by its destination as it is written. Undefined when a variable's value cannot be told. */
export function copyWork(copy: CopyInstruction, at: Copying): Work | undefined {
  const { state, stage, rules, context } = at;
  const { digest, file } = context.input;
  const paths = copyPaths(copy, state, file.escape);
  if (!paths || copy.heredocs.flatMap(variablesOf).some((name) => state.doubtful.has(name))) return undefined;
  const { sources } = paths;
  const from = copy.from?.value?.value;
  const link = copy.flags.some(({ name, value }) => name === 'link' && value?.value !== 'false');
  // Owners, modes, what is left out: all count as what the files then are, which may be what they were.
  const flags = copy.flags.filter(({ name }) => name !== 'from' && (name !== 'link' || rules.link !== 'yes'));
  const files = from === undefined ? fromFiles(copy, sources, context) : fromElsewhere(from, sources, stage, context);
  const reads = [
    flags.length === 0 ? files : opaque(files),
    opaque(content(digest(['flags', ...flags.map(({ name, value }) => [name, value?.raw])]))),
    ...(copy.heredocs.length === 0 ? [] : [fromHeredocs(copy, at)]),
  ];
  const parts = { kind: copy.kind, destination: writtenDestination(copy), link: rules.link === 'yes' && link };
  return { parts, reads: joinReads(reads) };
}

function fromHeredocs({ heredocs, ...copy }: CopyInstruction, { state, rules, context }: Copying): Reads {
  const { digest } = context.input;
  const files = heredocs.map((heredoc) => fileOf(heredoc, state));
  const bodies = content(digest(['heredocs', ...files.map(({ key }) => key)]));
  const names = content(digest(['names', heredocs.map(({ name }) => name)]));
  const certain = rules.heredocs === 'yes' && files.every(({ exact }) => exact);
  return joinReads([certain ? bodies : opaque(bodies), isFolder(copy, heredocs.length) ? names : opaque(names)]);
}

function fromFiles(copy: CopyInstruction, sources: readonly string[], context: PlanContext): Reads {
  const remote = copy.kind === 'ADD' ? sources.filter(isRemote) : [];
  const local = sources.filter((source) => !remote.includes(source));
  const fetched = remote.map((address) => unknown('remote-source', address));
  if (local.length === 0) return joinReads(fetched);
  const files = fromContext(local, context);
  // An archive counts as what is in it.
  const unpacked = copy.kind === 'ADD' && [...files.files.keys()].some((path) => archive.test(path));
  const whole = copy.flags.some(({ name }) => name === 'parents');
  const names = content(context.input.digest(['names', whole ? [...files.files.keys()] : (files.names ?? [])]));
  const certain = isFolder(copy, sources.length) && !unpacked && !whole;
  return joinReads([...fetched, unpacked ? opaque(files) : files, certain ? names : opaque(names)]);
}

/** A file's name counts where it is copied into a directory, and what else is one only the image knows. */
function isFolder({ destination }: Pick<CopyInstruction, 'destination'>, sources: number): boolean {
  return sources > 1 || /(?:^|\/)\.?$/.test(destination?.value ?? '');
}

/** As it is written, variables included. */
function writtenDestination({ destination, json }: CopyInstruction): string | undefined {
  return json ? destination?.value : destination?.raw;
}
