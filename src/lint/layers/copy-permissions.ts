import type { ShellWord } from '../../shell/script';
import { addSyntax } from '../edits/add-syntax';
import { removeSteps } from '../edits/run-edits';
import type { CopyStep, RunStep, StageFlow } from '../flow/flow';
import type { LintFile, SpanEdit } from '../rule';
import { filesBelow, isCovered, isSystemFolder } from './copied-files';
import type { LayerWrite } from './layer-writes';
import { makesFoldersAbove } from './made-folders';
import type { PermissionChange } from './permission-changes';
import { modeFlag, ownerFlag } from './permission-flags';

/** A path of a permission change with what earlier layers put there. */
export interface ChangedPath {
  readonly path: string;
  readonly word: ShellWord;
  readonly writes: readonly LayerWrite[];
}

/** A change and those of its paths that earlier layers filled. */
export interface LateChange {
  readonly change: PermissionChange;
  readonly changed: readonly ChangedPath[];
}

/** The changes of a RUN as flags of the copies that bring the files, or the clause that says why they cannot be. */
export type CopyPermissions = { readonly safe: boolean; readonly edits: readonly SpanEdit[] } | string;

/** Flags that copies get by their names, and the settings they are made of. */
type NewFlags = Map<CopyStep, { readonly values: Map<'chown' | 'chmod', string>; readonly settings: Set<string> }>;

export function asCopyFlags(
  file: LintFile,
  flow: StageFlow,
  run: RunStep,
  changes: readonly LateChange[],
): CopyPermissions {
  const flags: NewFlags = new Map();
  const gone: number[] = [];
  const edits: SpanEdit[] = [];
  let safe = true;
  let needsSyntax = false;
  for (const { change, changed } of changes) {
    const alike = changes.filter((one) => sameSetting(one.change, change)).flatMap((one) => one.changed);
    const result = addFlags(
      file,
      flow,
      { change, changed },
      alike.map(({ path }) => path),
      flags,
    );
    if (typeof result === 'string') return result;
    safe &&= result.safe;
    needsSyntax ||= result.needsSyntax;
    const rest = restOf(file, change, changed, result.folders);
    if (!rest) return cannotCut;
    if (rest === 'nothing') gone.push(change.command.command.step);
    else edits.push(rest);
  }
  const removed = gone.length > 0 ? removeSteps(file.dockerfile, run, gone) : [];
  if (!removed) return cannotCut;
  return {
    safe,
    edits: [
      ...(needsSyntax ? [addSyntax(file)] : []),
      ...[...flags].flatMap(([copy, { values }]) => flagEdits(copy, values)),
      ...edits,
      ...removed,
    ],
  };
}

function sameSetting(a: PermissionChange, b: PermissionChange): boolean {
  return a.tool === b.tool && a.setting?.value === b.setting?.value;
}

const cannotCut = 'the rest of the RUN would not do the same without it';

function addFlags(
  file: LintFile,
  flow: StageFlow,
  { change, changed }: LateChange,
  patterns: readonly string[],
  flags: NewFlags,
): { readonly safe: boolean; readonly needsSyntax: boolean; readonly folders: readonly string[] } | string {
  const { run, command, setting } = change;
  if (change.found) return 'find chooses among the files';
  if (!setting) return 'the setting is not one that COPY has';
  if (!run.script.complete || command.command.place !== 'top') return 'the command does not stand in a row of commands';
  if (command.command.redirects.length > 0 || change.targets.some(({ path }) => path === undefined))
    return 'its paths are not plain';
  const below = changed.map(({ path }) => filesBelow(file, flow.steps, change, path));
  if (changed.some(({ writes }) => writes.some(({ step }) => step.kind === 'run')))
    return 'a RUN made some of the files';
  const obstacle = change.recursive ? below.find((one) => one.obstacle)?.obstacle : undefined;
  if (obstacle) return obstacle;
  const name = change.tool === 'chmod' ? 'chmod' : 'chown';
  let needsSyntax = false;
  let safe = !change.recursive || changed.every((one) => isWholeFile(one) || isOwnFolder(run, one.path));
  for (const copy of new Set(changed.flatMap(({ writes }) => writes.map(({ step }) => step as CopyStep)))) {
    const problem = copyProblem(file, copy, run, patterns);
    if (problem) return problem;
    const { values, settings } = flags.get(copy) ?? {
      values: new Map<'chown' | 'chmod', string>(),
      settings: new Set(),
    };
    const key = `${change.tool} ${setting.value}`;
    if (settings.has(key)) continue;
    const present = values.get(name) ?? copy.instruction.flags.find((flag) => flag.name === name)?.value?.value;
    const flag =
      name === 'chmod' ? modeFlag(file, copy, change, present) : ownerFlag(file, flow, copy, change, present);
    if (typeof flag === 'string') return flag;
    safe &&= flag.safe;
    if (name === 'chown') {
      const own = changed.flatMap(({ writes }) => writes.filter(({ step }) => step === copy));
      const above = own.some(({ path }) => makesFoldersAbove(flow.steps, copy, { path, changed: patterns }));
      safe &&= !above;
    }
    needsSyntax ||= flag.needsSyntax === true;
    flags.set(copy, { values: values.set(name, flag.value), settings: settings.add(key) });
  }
  const folders = change.recursive
    ? changed.flatMap((one, index) => remainingFolders(one, below[index]?.folders ?? [], change))
    : [];
  return { safe, needsSyntax, folders };
}

/** Nothing but this file puts files there: no folder of the system, and no image that somebody made for a purpose. */
function isOwnFolder({ stage }: RunStep, path: string): boolean {
  let { base } = stage;
  while (base.kind === 'stage') base = base.stage.base;
  const known = base.kind === 'scratch' || (base.kind === 'image' && !/\//.test(base.image.text));
  return known && !isSystemFolder(path);
}

function copyProblem(file: LintFile, copy: CopyStep, run: RunStep, patterns: readonly string[]): string | undefined {
  if (copy.stage !== run.stage) return 'the files are copied in another stage';
  if (
    copy.instruction.kind === 'ADD' &&
    copy.origin === 'context' &&
    !copy.instruction.sources.every(({ value }) => !archive.test(value))
  )
    return 'ADD unpacks an archive, whose owners and modes are those inside';
  if (!isCovered(file, copy, patterns)) return 'the copy also brings other files';
  return undefined;
}

const archive = /\.(tar|t[gbx]z|tar\.\w+|gz|xz|bz2)$/;

/** Adds flags behind the others, or replaces those there are. */
function flagEdits({ instruction }: CopyStep, values: ReadonlyMap<string, string>): readonly SpanEdit[] {
  const edits: SpanEdit[] = [];
  let added = '';
  for (const [name, value] of values) {
    const existing = instruction.flags.find((flag) => flag.name === name);
    if (existing) edits.push({ span: existing.span, newText: `--${name}=${value}` });
    else added += ` --${name}=${value}`;
  }
  const at = instruction.flags.at(-1)?.span.end ?? instruction.keywordSpan.end;
  return added === '' ? edits : [...edits, { span: { start: at, end: at }, newText: added }];
}

function isWholeFile({ path, writes }: ChangedPath): boolean {
  return writes.every((write) => write.shape === 'file' && write.path === path);
}

/** Folders that a copy into them leaves as they are: those made before it. */
function remainingFolders(changed: ChangedPath, made: readonly string[], change: PermissionChange): readonly string[] {
  if (isWholeFile(changed)) return [];
  const { path, writes, word } = changed;
  if (/[*?[]/.test(path)) return [];
  // mkdir and WORKDIR make folders with the mode that is wanted.
  if (change.tool === 'chmod' && /^0?755$/.test(change.setting?.value ?? '') && !isSystemFolder(path)) return [];
  const isMadeByCopy = made.length === 0 && !isSystemFolder(path) && writes.some((write) => write.path === path);
  if (isMadeByCopy) return [];
  return [word.raw, ...made.filter((folder) => folder !== path)];
}

/** The RUN without the change, or with the change of the folders alone and of the paths that are not copied. */
function restOf(
  file: LintFile,
  change: PermissionChange,
  changed: readonly ChangedPath[],
  folders: readonly string[],
): SpanEdit | 'nothing' | undefined {
  const { run, command, targets, setting } = change;
  if (folders.some((folder) => folder.includes('<')) || folders.length > 5) return undefined;
  const others = targets.filter(({ path }) => !changed.some((one) => one.path === path));
  const options = command.call.args.filter(({ value }) => value.startsWith('-') && value !== setting?.value);
  const narrow = options.flatMap(({ raw }) => (raw === '--recursive' ? [] : raw.replace(/^(-\w*)R/, '$1')));
  const start = `${command.call.programWord.raw} `;
  const line = (flags: readonly string[], paths: readonly string[]) =>
    `${start}${[...flags.filter((flag) => flag !== '-'), setting?.raw ?? '', ...paths].join(' ')}`;
  const texts = [
    ...(others.length > 0
      ? [
          line(
            options.map(({ raw }) => raw),
            others.map(({ word }) => word.raw),
          ),
        ]
      : []),
    ...(folders.length > 0 ? [line(narrow, folders)] : []),
  ];
  if (texts.length === 0) return 'nothing';
  if (run.instruction.command.form === 'exec') return undefined;
  const wrapper = file.dockerfile.text.slice(command.command.span.start, command.call.programWord.span.start);
  const span = { start: command.call.programWord.span.start, end: command.command.span.end };
  return wrapper.trim() === '' || texts.length === 1 ? { span, newText: texts.join(' && ') } : undefined;
}
