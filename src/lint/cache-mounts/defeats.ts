import { scopeBefore } from '../../dockerfile/scope';
import { relativeTo, resolvePath } from '../../shared/posix-path';
import type { Invocation } from '../../shell/invocation';
import type { ShellWord } from '../../shell/script';
import type { EcosystemId } from '../ecosystems/ecosystem';
import { removeSteps, removeWord } from '../edits/remove-parts';
import type { FlowCommand, RunStep } from '../flow/flow';
import { mayReadEnvironment } from '../flow/variable-use';
import type { LintFile, SpanEdit } from '../rule';
import { cacheOwner } from './cache-place';
import { accountOf } from './home';
import { expandText } from './mount-places';

/** Something in a RUN that throws away what its cache mount is there to keep. */
export interface Defeat {
  readonly entry: FlowCommand;
  /** The flag or the operands; undefined: the whole command is there for that. */
  readonly words: readonly ShellWord[] | undefined;
  /** What the command does besides, and what is to stay. */
  readonly rest?: string;
  /** It empties caches of other programs, too: `rm -rf ~/.cache`. */
  readonly shared?: true;
}

export interface Kept {
  /** Managers whose downloads a mount keeps. */
  readonly ecosystems: ReadonlySet<EcosystemId>;
  /** Absolute targets of mounts. */
  readonly targets: readonly string[];
}

export function defeatsIn(file: LintFile, step: RunStep, kept: Kept): readonly Defeat[] {
  return step.commands.flatMap((entry): Defeat[] => {
    const { program = '' } = entry.call;
    if (program === 'find') return emptied(file, step, entry, kept.targets);
    if (deleters.has(program)) return removed(file, step, entry, kept.targets);
    const owner = cacheOwner(entry) ?? programOwners.get(program);
    if (!owner || !kept.ecosystems.has(owner)) return [];
    if (isCleanUp(owner, entry.call)) return [{ entry, words: undefined, ...restOf(entry, kept.targets) }];
    const pattern = refusing[owner];
    const words = pattern ? entry.call.args.filter(({ value }) => pattern.test(value)) : [];
    return words.length > 0 ? [{ entry, words }] : [];
  });
}

/** Programs that may delete what is in a mount, whatever it is mounted for. */
export const deleters: ReadonlySet<string> = new Set(['rm', 'rmdir', 'find']);

/** Takes the defeats out of the RUN; undefined where that cannot be done without changing more. */
export function removeDefeats(
  file: LintFile,
  step: RunStep,
  defeats: readonly Defeat[],
): readonly SpanEdit[] | undefined {
  const gone = new Set<number>();
  const edits: SpanEdit[] = [];
  for (const { entry, words, rest, shared } of defeats) {
    const { command } = entry;
    // What a build tool keeps there would stay in the layer.
    if (shared && step.commands.some(mayReadEnvironment)) return undefined;
    if (rest !== undefined) {
      const { start, end } = command.span;
      if (command.nested || command.name !== entry.call.programWord || command.redirects.length > 0) return undefined;
      edits.push({ span: { start, end }, newText: rest });
      continue;
    }
    if (words) {
      if (command.nested || !step.script.complete) return undefined;
      for (const word of words) {
        const edit = staysFresh(step, entry, word) ?? removeWord(file.dockerfile, command, word);
        if (!edit) return undefined;
        edits.push(edit);
      }
    } else {
      const own = step.script.steps[command.step];
      if (command.place !== 'top' || command.conditional || own?.kind !== 'command') return undefined;
      gone.add(command.step);
    }
  }
  const cuts = gone.size === 0 ? [] : removeSteps(file.dockerfile, step, gone);
  return cuts && [...edits, ...cuts];
}

/** `dist-clean` also removes apt's index, which is in the layer unless a mount holds that, too. */
function restOf({ call }: FlowCommand, targets: readonly string[]): Pick<Defeat, 'rest'> {
  const index = '/var/lib/apt/lists';
  const both = call.args.some(({ value }) => /^dist-?clean$/.test(value));
  if (!both || targets.some((target) => relativeTo(target, index) !== undefined)) return {};
  return { rest: `rm -rf ${index}/*` };
}

/** Without `--no-cache`, apk takes the index as it finds it: it has to be told to look for a newer one. */
function staysFresh({ commands }: RunStep, { call, recognised }: FlowCommand, word: ShellWord): SpanEdit | undefined {
  if (call.program !== 'apk' || word.value !== '--no-cache') return undefined;
  const flags = recognised?.flags;
  const fresh = ['-U', '--update', '--update-cache'].some((flag) => flags?.has(flag));
  const updates = commands.some(
    (one) => one.recognised?.ecosystem === 'apk' && one.recognised.role === 'system-update',
  );
  return fresh || updates ? undefined : { span: word.span, newText: '--update-cache' };
}

/** The words to underline and to name. */
export function defeatWords({ entry, words }: Defeat): readonly ShellWord[] {
  return words ?? [entry.call.programWord, ...entry.call.args];
}

const refusing: Readonly<Partial<Record<EcosystemId, RegExp>>> = {
  // pip takes the beginning of a flag for the flag.
  pip: /^--no-cache(?:-dir)?(?:=(?!false\b|0\b).*)?$/,
  uv: /^(?:--no-cache|--no-cache-dir|-n)$/,
  poetry: /^--no-cache$/,
  apk: /^--no-cache$/,
  bun: /^--no-cache$/,
  composer: /^--no-cache$/,
};

const programOwners: ReadonlyMap<string, EcosystemId> = new Map([
  ['npm', 'npm'],
  ['yarn', 'yarn'],
  ['pnpm', 'pnpm'],
  ['bun', 'bun'],
  ['pip', 'pip'],
  ['pip3', 'pip'],
  ['uv', 'uv'],
  ['poetry', 'poetry'],
  ['pdm', 'pdm'],
  ['conda', 'conda'],
  ['mamba', 'conda'],
  ['micromamba', 'conda'],
  ['go', 'go'],
  ['dotnet', 'dotnet'],
  ['composer', 'composer'],
  ['apt-get', 'apt'],
  ['apt', 'apt'],
  ['apk', 'apk'],
  ['dnf', 'dnf'],
  ['yum', 'dnf'],
  ['microdnf', 'dnf'],
  ['tdnf', 'dnf'],
  ['zypper', 'zypper'],
  ['pacman', 'pacman'],
] as const);

/** Words of commands that empty the cache, flags included where they matter. */
const cleanUps: Readonly<Partial<Record<EcosystemId, RegExp>>> = {
  npm: /^(?:\S+ )*cache (?:clean|clear|rm)\b/,
  yarn: /^(?:\S+ )*cache clean\b/,
  pnpm: /^(?:\S+ )*store prune\b/,
  bun: /^pm cache rm\b/,
  pip: /^(?:\S+ )*cache purge\b/,
  uv: /^(?:\S+ )*(?:cache )?clean\b/,
  poetry: /^(?:\S+ )*cache clear\b/,
  pdm: /^(?:\S+ )*cache clear\b/,
  conda: /^(?:\S+ )*clean\b/,
  go: /^clean (?:\S+ )*-(?:mod)?cache\b/,
  dotnet: /^nuget locals (?:\S+ )*(?:-c|--clear)\b/,
  composer: /^(?:\S+ )*(?:clear-?cache|cc)\b/,
  apt: /^(?:-\S+ )*(?:clean|distclean|dist-clean)\b/,
  apk: /^(?:-\S+ )*cache clean\b/,
  dnf: /^(?:-\S+ )*clean\b/,
  zypper: /^(?:-\S+ )*(?:clean|cc)\b/,
  pacman: /^-Sc+\b/,
};

export function isCleanUp(ecosystem: EcosystemId, { args }: Invocation): boolean {
  return cleanUps[ecosystem]?.test(args.map(({ value }) => value).join(' ')) ?? false;
}

/** `rm` of a mount's target, of all in it, of what is above it, or of the index below apt's. */
function removed(file: LintFile, step: RunStep, entry: FlowCommand, targets: readonly string[]): Defeat[] {
  if (targets.length === 0) return [];
  const scope = scopeBefore(file.dockerfile, step.instruction);
  const operands = entry.call.args.filter(({ value }) => !value.startsWith('-'));
  const recursive = entry.call.args.some(({ value }) => /^-\w*[rR]|^--recursive$/.test(value));
  if (!recursive) return [];
  const hit = operands.filter(({ value }) => {
    const written = value.replace(/^(?:~|\$\{?HOME\}?)(?=\/|$)/, accountOf(file, step.instruction).home ?? '~');
    const text = written.startsWith('~') ? undefined : expandText(written, scope);
    const directory = text?.startsWith('/') ? '/' : entry.directory;
    if (text === undefined || text.includes('$') || directory === undefined) return false;
    const path = resolvePath(
      directory,
      text.replace(/(?:\/\*|\/\.\[!\.\]\*|\/\.\*|\/\.\?\?\*|\/\{\*,\.\*\})$/, '') || '/',
    );
    if (/[*?[{]/.test(path)) return false;
    return targets.some(
      (target) =>
        relativeTo(path, target) !== undefined || (systemCache.test(path) && relativeTo(target, path) !== undefined),
    );
  });
  if (hit.length === 0) return [];
  const shared = hit.some(({ value }) => /(?:^|\/)\.cache(?:\/\*)?$/.test(value));
  return [{ entry, words: hit.length === operands.length ? undefined : hit, ...(shared && { shared }) }];
}

/** `find DIR -mindepth 1 -delete`: all in it. */
function emptied(file: LintFile, step: RunStep, entry: FlowCommand, targets: readonly string[]): Defeat[] {
  const words = entry.call.args.map(({ value }) => value);
  const [place, ...tests] = words;
  if (place === undefined || !/^(?:-mindepth 1 |-type f )*-delete$/.test(tests.join(' '))) return [];
  const path = expandText(place, scopeBefore(file.dockerfile, step.instruction));
  if (path === undefined || !path.startsWith('/')) return [];
  return targets.some((target) => relativeTo(target, path) !== undefined) ? [{ entry, words: undefined }] : [];
}

/** What lies below a mounted directory of a system package manager and is all there is to keep. */
const systemCache =
  /^\/var\/(?:lib\/apt\/lists|cache\/apt\/archives|cache\/(?:apk|dnf|yum|libdnf5|zypp)|cache\/pacman\/pkg)$/;
