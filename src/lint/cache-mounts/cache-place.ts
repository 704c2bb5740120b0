import type { RunInstruction, Stage } from '../../dockerfile/model';
import { scopeBefore } from '../../dockerfile/scope';
import { isRooted, resolvePath } from '../../shared/posix-path';
import { rememberedFor } from '../../shared/remembered';
import { flagValues } from '../../shell/args';
import { invocation } from '../../shell/invocation';
import type { ShellCommand } from '../../shell/script';
import type { EcosystemId } from '../ecosystems/ecosystem';
import type { FlowCommand, RunStep } from '../flow/flow';
import type { LintFile } from '../rule';
import { baseImageOf, isDistribution, isOfficial } from './base-image';
import { type Account, accountOf } from './home';
import { expandText, mountOver, type PlacedMount } from './mount-places';
import { type CachePlaceRule, places } from './places';

/** The download cache of one command of a RUN. */
export interface CachePlace {
  readonly ecosystem: EcosystemId;
  /** Where this command keeps its downloads, the most likely place; all of them together. Empty: not known. */
  readonly directories: readonly string[];
  /** `directories` follow from the file, an option or an image known for it, not from habit. */
  readonly certain: boolean;
  /** Every place it may use: a mount at one of them counts. */
  readonly accepted: readonly string[];
  readonly rule: CachePlaceRule;
  readonly account: Account;
}

/** The manager whose cache a command fills: `uv pip install` is recognised as pip's, but the cache is uv's. */
export function cacheOwner({ recognised, call }: FlowCommand): EcosystemId | undefined {
  if (!recognised) return undefined;
  return call.program === 'uv' || call.program === 'uvx' ? 'uv' : recognised.ecosystem;
}

export function cachePlaceOf(file: LintFile, step: RunStep, command: FlowCommand): CachePlace | undefined {
  const ecosystem = cacheOwner(command);
  const rule = ecosystem && places[ecosystem];
  if (!ecosystem || !rule || installsElsewhere(ecosystem, command)) return undefined;
  return new LatePlace(
    ecosystem,
    rule,
    () => accountOf(file, step.instruction),
    () => findPlace(file, step, command, { ecosystem, rule }),
  );
}

type FoundPlace = Pick<CachePlace, 'directories' | 'certain' | 'accepted'>;

/** Most downloads are asked for their manager only, so the rest is worked out late. */
class LatePlace implements CachePlace {
  private found: FoundPlace | undefined = undefined;

  constructor(
    readonly ecosystem: EcosystemId,
    readonly rule: CachePlaceRule,
    private readonly findAccount: () => Account,
    private readonly find: () => FoundPlace,
  ) {}

  get account(): Account {
    return this.findAccount();
  }

  get directories(): readonly string[] {
    return this.place().directories;
  }

  get certain(): boolean {
    return this.place().certain;
  }

  get accepted(): readonly string[] {
    return this.place().accepted;
  }

  private place(): FoundPlace {
    this.found ??= this.find();
    return this.found;
  }
}

/** `apk --root /rootfs add`: into another root, with the cache below that one. */
function installsElsewhere(ecosystem: EcosystemId, { call }: FlowCommand): boolean {
  const flags = otherRoot[ecosystem];
  return flags !== undefined && call.args.some(({ value }) => flags.test(value));
}

const otherRoot: Readonly<Partial<Record<EcosystemId, RegExp>>> = {
  apk: /^(?:--root(?:=|$)|-p$)/,
  dnf: /^--installroot(?:=|$)/,
  zypper: /^(?:--(?:install)?root(?:=|$)|-R$)/,
  pacman: /^(?:--(?:root|sysroot|cachedir)(?:=|$)|-r$)/,
};

function findPlace(
  file: LintFile,
  step: RunStep,
  command: FlowCommand,
  { ecosystem, rule }: Pick<CachePlace, 'ecosystem' | 'rule'>,
): FoundPlace {
  const account = accountOf(file, step.instruction);
  const told = toldPlace(file, step, command, rule);
  if (told === 'unknown') return { directories: [], certain: false, accepted: [] };
  const usual = usualPlace(step, ecosystem, rule, account, command);
  const accepted = [...acceptedPlaces(step, rule, account), ...usual.directories];
  return told ? { directories: [told], certain: true, accepted: [told, ...accepted] } : { ...usual, accepted };
}

/** A cache mount lies over one of the places; over the first one, where a manager has several. */
export function isMounted(place: CachePlace, mounts: readonly PlacedMount[]): boolean {
  if (mounts.length === 0) return false;
  if (place.ecosystem === 'apt') return mountOver(mounts, '/var/cache/apt/archives') !== undefined;
  return place.accepted.some((directory) => mountOver(mounts, directory) !== undefined);
}

/** What an option, a variable or a configuring command says; `unknown` when it says something not known here. */
function toldPlace(
  file: LintFile,
  step: RunStep,
  { command, call }: FlowCommand,
  rule: CachePlaceRule,
): string | 'unknown' | undefined {
  const scope = scopeBefore(file.dockerfile, step.instruction);
  const read = (text: string, below: string): string => {
    const value = /\$\(|`/.test(text) ? undefined : expandText(text, scope);
    return value === undefined || !isRooted(resolvePath(step.workdir, value)) || value.startsWith('~')
      ? 'unknown'
      : resolvePath(step.workdir, `${value}/${below}`);
  };
  for (const [flag, below] of rule.flags ?? []) {
    const value = flagValues(call, flag).at(-1)?.value;
    if (value !== undefined) return read(value, below);
  }
  for (const [name, below] of rule.variables ?? []) {
    const own = assignedIn(step, command, name);
    if (own !== undefined) return read(own, below);
    const variable = scope.variables.get(name);
    if (variable && !(variable.unset && variable.source === 'ARG')) return read(variable.value ?? '$()', below);
  }
  const { configured } = rule;
  const words = configured && configuringWords(file, step.instruction, configured);
  return words === undefined ? undefined : read(words, '');
}

/** The value a variable is given in front of the command or by an `export` of its script. */
function assignedIn(step: RunStep, command: FlowCommand['command'], name: string): string | undefined {
  const own = command.assignments.find((assignment) => assignment.name === name);
  if (own) return own.value?.value ?? '';
  for (const { command: other } of step.commands) {
    if (other.span.start >= command.span.start) break;
    if (other.name.value !== 'export' && other.name.value !== 'env') continue;
    const word = other.args.find(({ value }) => value.startsWith(`${name}=`));
    if (word) return word.value.slice(name.length + 1);
  }
  return undefined;
}

/** What follows the words that configure the place, in the chain up to and with this RUN. */
function configuringWords(file: LintFile, run: RunInstruction, configured: RegExp): string | undefined {
  let at = run.stage;
  do {
    const commands = configuringCommands(file, at ?? run);
    for (const { index, text } of commands.toReversed()) {
      const match = index <= run.index ? configured.exec(text) : null;
      if (match) return text.slice(match[0].length).split(' ')[0];
    }
    at = at?.base.kind === 'stage' ? at.base.stage : undefined;
  } while (at);
  return undefined;
}

interface ConfiguringCommand {
  readonly index: number;
  readonly text: string;
}

/** Commands of a stage, or of a RUN without one, that may set something for later ones: `npm config set …`. */
const configuringCommands = rememberedFor(
  (file: LintFile, place: Stage | RunInstruction): readonly ConfiguringCommand[] =>
    ('instructions' in place ? place.instructions : [place]).flatMap((item) =>
      item.kind === 'RUN' ? file.shell(item).commands.flatMap((command) => settingOf(command, item.index)) : [],
    ),
);

function settingOf(command: ShellCommand, index: number): readonly ConfiguringCommand[] {
  if (!/^(?:config|set|env)$/.test(command.args[0]?.value ?? '')) return [];
  const { program, args } = invocation(command);
  return [{ index, text: [program, ...args.map(({ value }) => value)].join(' ') }];
}

function usualPlace(
  step: RunStep,
  ecosystem: EcosystemId,
  rule: CachePlaceRule,
  account: Account,
  command: FlowCommand,
): { readonly directories: readonly string[]; readonly certain: boolean } {
  const image = baseImageOf(step.instruction.stage);
  if (ecosystem === 'dnf') return dnfPlace(image, command);
  if (rule.fixed) return { directories: rule.fixed, certain: true };
  const special = image && rule.images?.find(([pattern]) => pattern.test(image.name));
  if (special) return { directories: special.slice(1) as string[], certain: account.root !== false || !rule.home };
  if (wrapped(command)) return { directories: [], certain: false };
  if (ecosystem === 'yarn' && account.root !== false) {
    return { directories: ['/usr/local/share/.cache/yarn'], certain: account.certain };
  }
  const elsewhere = rule.images !== undefined && !(image && (isOfficial(image) || isDistribution(image)));
  const { home } = account;
  if (home === undefined || !rule.home || elsewhere) return { directories: [], certain: false };
  return { directories: rule.home.map((path) => resolvePath(home, path)), certain: account.certain && !rule.vague };
}

/** Through `sudo` and the like, whose home it is depends on their configuration. */
function wrapped({ command }: FlowCommand): boolean {
  return /^(?:sudo|doas|su|gosu|su-exec|runuser|setpriv)$/.test(command.name.value) || command.nested === true;
}

/** Which of its names the cache of dnf has depends on the release. */
function dnfPlace(image: ReturnType<typeof baseImageOf>, { call }: FlowCommand): ReturnType<typeof usualPlace> {
  const tag = image?.tag ?? '';
  switch (call.program) {
    case 'dnf5':
      return { directories: ['/var/cache/libdnf5'], certain: true };
    case 'tdnf':
      return { directories: ['/var/cache/tdnf'], certain: true };
    case 'dnf': {
      const fedora = image?.name === 'fedora';
      if (fedora && !/^(?:[1-3]\d|40)\b/.test(tag)) return { directories: ['/var/cache/libdnf5'], certain: true };
      return { directories: ['/var/cache/dnf'], certain: true };
    }
    case 'yum':
      if (/^centos$/.test(image?.name ?? '') && /^(?:centos)?[67]/.test(tag))
        return { directories: ['/var/cache/yum'], certain: true };
      if (image?.name === 'amazonlinux' && /^2(?:\.|$|-)/.test(tag))
        return { directories: ['/var/cache/yum'], certain: true };
      if (/^(?:rockylinux|almalinux|ubi8|ubi9)$/.test(image?.name ?? ''))
        return { directories: ['/var/cache/dnf'], certain: true };
      return { directories: [], certain: false };
    default:
      return { directories: [], certain: false };
  }
}

function acceptedPlaces(step: RunStep, rule: CachePlaceRule, { home }: Account): readonly string[] {
  const image = baseImageOf(step.instruction.stage);
  const special = image && rule.images?.some(([pattern]) => pattern.test(image.name));
  const below = [...(special ? [] : (rule.home ?? [])), ...(rule.also ?? [])];
  const homes = home === undefined ? ['/root'] : [home];
  return [
    ...(rule.fixed ?? []),
    ...(image && (special || isOfficial(image)) ? [] : (rule.images ?? []).flatMap(([, ...paths]) => paths)),
    ...below.flatMap((path) => (isRooted(path) ? [path] : homes.map((folder) => resolvePath(folder, path)))),
    ...(rule.also ?? []).filter((path) => !isRooted(path)).map((path) => resolvePath(step.workdir, path)),
  ];
}
