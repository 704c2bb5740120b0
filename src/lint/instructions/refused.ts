import type { Flag, FromInstruction, Instruction, Mount } from '../../dockerfile/model';
import { mountOption } from '../../dockerfile/mount';
import { nearestWord } from '../nearest-word';
import type { Fix, RuleFinding } from '../rule';

/** Flags of each instruction that takes any; those that may be repeated end in `*`. */
const flagsOf: Readonly<Partial<Record<Instruction['kind'], readonly string[]>>> = {
  FROM: ['platform'],
  RUN: ['mount*', 'network', 'security', 'device*'],
  COPY: ['from', 'chown', 'chmod', 'link', 'parents', 'exclude*'],
  ADD: ['checksum', 'chown', 'chmod', 'link', 'keep-git-dir', 'unpack', 'exclude*'],
  HEALTHCHECK: ['interval', 'timeout', 'start-period', 'start-interval', 'retries'],
};

const mountTypes = ['bind', 'cache', 'tmpfs', 'secret', 'ssh'];
const mountKeys = new Set(
  'type,from,source,src,target,dst,destination,readonly,ro,readwrite,rw,id,sharing,size,mode,uid,gid,required,env'.split(
    ',',
  ),
);
const onlyBuilders = {};

/** Cheap; false where `refusals` finds nothing for certain. */
export function isRefusable(instruction: Instruction): boolean {
  if (instruction.flags.length > 0) return true;
  switch (instruction.kind) {
    case 'COPY':
    case 'ADD':
      return !instruction.destination;
    case 'ENV':
    case 'LABEL':
      return instruction.pairs.some(({ value }) => !value);
    case 'FROM':
      return !isWhole(instruction);
    case 'SHELL':
      return !instruction.words;
    case 'HEALTHCHECK':
      return !instruction.command;
    default:
      return false;
  }
}

/** An image, or an image and `AS name`. */
function isWhole({ argument, alias }: FromInstruction): boolean {
  const words = argument.text.split(/\s+/).length;
  return words === 1 || (words === 3 && alias !== undefined);
}

/** What builders refuse in the arguments of an instruction that has some. hadolint does not read all of it. */
export function* refusals(instruction: Instruction): Iterable<RuleFinding> {
  if (instruction.flags.length > 0) yield* refusedFlags(instruction);
  const { keywordSpan: span, kind } = instruction;
  switch (instruction.kind) {
    case 'COPY':
    case 'ADD':
      if (!instruction.destination) {
        yield { span, message: `${kind} needs a source and a destination, so the build stops here.` };
      }
      return;
    case 'ENV':
    case 'LABEL':
      for (const { key, value } of instruction.pairs) {
        if (value) continue;
        yield {
          span: key.span,
          message: `"${key.value}" has no value in this ${kind}, so the build stops here. Write ${key.value}=….`,
        };
      }
      return;
    case 'FROM': {
      if (isWhole(instruction)) return;
      yield {
        span: instruction.argumentSpan,
        message: 'FROM takes an image, or an image and "AS name", so the build stops here.',
      };
      return;
    }
    case 'SHELL':
      if (instruction.words) return;
      yield {
        span: instruction.argumentSpan,
        codes: onlyBuilders,
        message: 'SHELL takes a JSON array of strings only, so the build stops here.',
      };
      return;
    case 'HEALTHCHECK':
      if (instruction.command || /^none$/i.test(instruction.argument.text.trim())) return;
      yield {
        span: instruction.argumentSpan,
        message: 'HEALTHCHECK takes CMD and a command, or NONE, so the build stops here.',
      };
      return;
    case 'RUN':
      for (const mount of instruction.mounts) yield* refusedMount(mount);
      return;
    default:
  }
}

function* refusedFlags({ kind, flags }: Instruction): Iterable<RuleFinding> {
  const known = flagsOf[kind];
  if (!known) return;
  const seen = new Set<string>();
  for (const flag of flags) {
    const { name, nameSpan, span } = flag;
    const repeatable = known.includes(`${name}*`);
    if (!repeatable && !known.includes(name)) {
      yield {
        span,
        codes: refusedByHadolint(kind, flag) ? { hadolint: 'DL1000' } : onlyBuilders,
        message: `${kind} has no flag --${name}, so the build stops here.`,
        fixes: renamed(flag, known),
      };
    } else if (!repeatable && seen.has(name)) {
      yield {
        span: nameSpan,
        message: `--${name} stands here twice, so the build stops here. Keep the one that counts.`,
      };
    }
    seen.add(name);
  }
}

/** hadolint takes an unknown flag of RUN, and one without a value, for a part of the command or a path. */
function refusedByHadolint(kind: Instruction['kind'], { value }: Flag): boolean {
  return kind !== 'RUN' && value !== undefined;
}

function renamed({ name, nameSpan }: Flag, known: readonly string[]): readonly Fix[] {
  const meant = nearestWord(
    name,
    known.map((one) => one.replace('*', '')),
  );
  return meant ? [{ title: `Use --${meant}`, safe: false, edits: [{ span: nameSpan, newText: meant }] }] : [];
}

function* refusedMount(mount: Mount): Iterable<RuleFinding> {
  const { type, flag, options, target } = mount;
  if (flag.value?.variables.length !== 0) return;
  const unknown = options.find(({ name }) => !mountKeys.has(name));
  if (unknown) {
    yield { span: unknown.span, message: `Mounts have no option "${unknown.name}", so the build stops here.` };
  } else if (!mountTypes.includes(type)) {
    const span = mountOption(mount, 'type')?.span ?? flag.span;
    yield {
      span,
      message: `"${type}" is no type of mount, so the build stops here. There are ${mountTypes.join(', ')}.`,
    };
  } else if (!target && type !== 'secret' && type !== 'ssh') {
    yield { span: flag.span, message: `A mount of type ${type} needs a target, so the build stops here.` };
  }
}
