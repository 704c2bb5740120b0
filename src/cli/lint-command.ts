import { writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { version } from '../../package.json';
import { appended } from '../context/appended';
import { type ContextDisk, createContextDisk } from '../context/context-disk';
import { type CachedContextFiles, createContextFiles } from '../context/context-files';
import type { Dockerfile } from '../dockerfile/model';
import { parseDockerfile } from '../dockerfile/parse';
import { rulesWithCode } from '../lint/codes';
import { type ConfigLayer, type LintConfig, mergeConfig } from '../lint/config/config';
import { isRuleId, unknownRule } from '../lint/config/own-config';
import { type FileChange, fixAll } from '../lint/fix';
import { lint } from '../lint/lint';
import { reportWriter } from '../lint/report/formats';
import type { FileReport } from '../lint/report/report';
import { settled } from '../lint/report/settle';
import type { Rule, Severity } from '../lint/rule';
import type { RuleId } from '../lint/rule-ids';
import { rules } from '../lint/rules';
import { reaches } from '../lint/severity';
import type { ShellParser } from '../shell/shell-parser';
import type { LintArguments } from './arguments';
import { unifiedDiff } from './diff';
import { discover, failureReason, type Target } from './discover';
import { createConfigFinder } from './find-config';
import { type CliIo, type ExitStatus, UsageError } from './io';
import { lazyShell } from './load-shell';
import { decodeDockerfile, type ReadResult, readDockerfile, textOrEmpty } from './read-file';
import { addShellFindings, type Linted, shellCheckFor } from './shell-findings';

/** `layerwright lint`: reports every file it can, whatever happens to the others. */
export async function lintCommand(args: LintArguments, io: CliIo): Promise<ExitStatus> {
  const started = performance.now();
  const configs = createConfigFinder(io.cwd, args.config === undefined ? undefined : resolve(io.cwd, args.config));
  const override = commandLine(args);
  const names = args.targets.length > 0 ? args.targets : ['.'];
  const { targets, passedOver } = discover(
    names.filter((name) => name !== '-'),
    io.cwd,
  );
  const inputs = targets.map((target) => ({
    ...target,
    read: () => (target.error === undefined ? readDockerfile(target.file) : { error: target.error }),
  }));
  if (names.includes('-')) inputs.push(await standardInput(args, io));
  const configOf = ({ file }: Target) => override(configs.layerFor(dirname(file)));
  const shell = lazyShell(io.assets);
  const check = await shellCheckFor(args, io);
  // A fix that is written cannot be done again.
  if (args.fix || check) await shell.load();
  const loaded = performance.now();

  const patches: string[] = [];
  const diskOf = lastDisk();
  const written = writer(args, io);
  const linted: Linted[] = [];
  // What is wrong with a configuration is said before anything is reported.
  const work = inputs.map((input) => ({ input, config: configOf(input) }));
  for (const { input, config } of work) {
    const content = input.read();
    const once = () => lintFile(input, content, { args, config, shell, io, patches, diskOf });
    let done = once();
    if (await shell.caughtUp()) done = once();
    // A patch comes before the report, and ShellCheck is asked when all files are read.
    if (check || args.fix) linted.push({ report: done.report, config, text: done.text });
    else written.add(done.report, config);
  }
  const reports = check
    ? await addShellFindings(linted, { check, args, shell, io })
    : linted.map(({ report }) => report);
  const finished = performance.now();

  if (args.format === 'text' && patches.length > 0) io.out(patches.join(''));
  for (const [index, report] of reports.entries()) written.add(report, linted[index]?.config);
  const { files, failed, reached } = written.end();
  for (const { path, position, message } of configs.problems) {
    io.err(`${path}:${position.line + 1}:${position.character + 1} ${message}\n`);
  }
  for (const { path, reason } of passedOver) io.err(`Passed over "${path}": ${reason}\n`);
  if (inputs.length === 0) io.err(`There is no Dockerfile in ${names.join(', ')}\n`);
  if (args.stats) {
    const [setup, linting] = [loaded - started, finished - loaded].map((milliseconds) => milliseconds.toFixed(1));
    // Kilobytes, says Node.
    const memory = Math.round(process.resourceUsage().maxRSS / 1024);
    io.err(
      `${files} files, ${rules.length} rules: ${setup} ms to start, ${linting} ms to lint, ${memory} MB at the peak\n`,
    );
  }
  return failed || configs.problems.length > 0 ? 2 : reached ? 1 : 0;
}

/** Writes reports and keeps what the exit status depends on. */
function writer({ format }: LintArguments, io: CliIo) {
  const report = reportWriter(format, { color: io.color, version, rules }, io.out);
  const seen = { files: 0, failed: false, reached: false };
  return {
    add(file: FileReport, config: LintConfig | undefined): void {
      seen.files++;
      seen.failed ||= file.error !== undefined;
      seen.reached ||= file.findings.some(({ severity }) => reaches(severity, config?.failOn ?? 'never'));
      report.add(file);
    },
    end(): typeof seen {
      report.end();
      return seen;
    },
  };
}

interface Run {
  readonly args: LintArguments;
  readonly config: LintConfig;
  readonly shell: ShellParser;
  readonly io: CliIo;
  readonly diskOf: DiskOf;
  /** Gets what `--fix-dry-run` prints. */
  readonly patches: string[];
}

function lintFile(target: Target, content: ReadResult, run: Run): Omit<Linted, 'config'> {
  const { path, file } = target;
  if ('error' in content) return { report: { path, findings: [], error: content.error }, text: undefined };
  const { args, config, shell, io, patches } = run;
  const context = contextOf(target, run);
  const onRuleError = (rule: Rule, error: unknown) =>
    io.err(
      `The rule ${rule.id} failed on ${path}, which is a mistake of ours: ${error instanceof Error ? error.stack : error}\n`,
    );
  const lintModel = (dockerfile: Dockerfile) =>
    lint(dockerfile, { shell, context: context?.files, config, onRuleError });
  const linted = (text: string, error?: string) => {
    const findings = settled(lintModel(parseDockerfile(text)), args.format);
    return { report: { path, findings, ...(error === undefined ? {} : { error }) }, text };
  };
  if (!args.fix || content.problem !== undefined) return linted(content.text, content.problem);

  const fixed = fixAll(content.text, (text) => lintModel(parseDockerfile(text)), { safeOnly: true });
  if (args.fix === 'print') {
    patches.push(unifiedDiff(path, content.text, fixed.text));
    for (const change of context ? fixed.files : []) patches.push(filePatch(change, context?.root ?? '', io.cwd));
    return linted(content.text);
  }
  try {
    if (fixed.text !== content.text) writeFileSync(file, (content.bom ? '\ufeff' : '') + fixed.text);
    for (const change of context ? fixed.files : [])
      appendToFile(join(context?.root ?? '', change.path), change.append);
  } catch (error) {
    return linted(content.text, `The fixes could not be written: ${failureReason(error)}`);
  }
  context?.files.invalidate();
  return linted(fixed.text);
}

interface Context {
  readonly root: string;
  readonly files: CachedContextFiles;
}

type DiskOf = (root: string) => ContextDisk;

/** Dockerfiles come in order of their paths, so those of one folder follow each other: only its last answers are kept. */
function lastDisk(): DiskOf {
  let last: { readonly root: string; readonly disk: ContextDisk } | undefined;
  return (root) => {
    if (last?.root !== root) last = { root, disk: createContextDisk(root) };
    return last.disk;
  };
}

/** Standard input without a name is in no folder, so nothing is known about its context unless it is given. */
function contextOf(target: Target, { args, io, diskOf }: Run): Context | undefined {
  if (args.context === 'none') return undefined;
  if (args.context === undefined && target.path === '-') return undefined;
  const root = args.context ? resolve(io.cwd, args.context.directory) : dirname(target.file);
  const dockerfile = target.path === '-' ? undefined : target.file;
  return { root, files: createContextFiles({ root, dockerfile, disk: diskOf(root) }) };
}

async function standardInput(args: LintArguments, io: CliIo): Promise<Target & { readonly read: () => ReadResult }> {
  const chunks: Buffer[] = [];
  for await (const chunk of io.stdin) chunks.push(Buffer.from(chunk as Uint8Array));
  const content = decodeDockerfile(Buffer.concat(chunks));
  const path = args.stdinFilename ?? '-';
  return { path, file: resolve(io.cwd, path), read: () => content };
}

/** Puts the command line on top of what a configuration file says; a code there wins over a rule's id in the file. */
function commandLine(args: LintArguments): (file: ConfigLayer) => LintConfig {
  const severities: Record<string, Severity | 'off'> = {};
  const codes: Record<string, Severity | 'off'> = {};
  for (const { name, severity } of args.rules) {
    const unknown = unknownRule(name);
    if (unknown !== undefined) throw new UsageError(`${unknown}. Every rule: layerwright rules`);
    (isRuleId(name) ? severities : codes)[name] = severity;
  }
  const layer: ConfigLayer = {
    severities,
    codes,
    ...(args.profile ? { profile: args.profile } : {}),
    ...(args.allRules ? { allRules: true } : {}),
    ...(args.failOn ? { failOn: args.failOn } : {}),
  };
  const coded = new Set(Object.keys(codes).flatMap((code) => rulesWithCode(rules, code).map(({ id }) => id)));
  // One for all files under one configuration: which rules that wakes is worked out, and kept, for each of them.
  const merged = new Map<ConfigLayer, LintConfig>();
  return (file) => {
    const known = merged.get(file);
    if (known) return known;
    const kept = Object.entries(file.severities ?? {}).filter(([id]) => !coded.has(id as RuleId));
    const config = mergeConfig({ ...file, severities: Object.fromEntries(kept) }, layer);
    merged.set(file, config);
    return config;
  };
}

function filePatch(change: FileChange, root: string, cwd: string): string {
  const before = textOrEmpty(join(root, change.path));
  const path = relative(cwd, join(root, change.path)).split(sep).join('/');
  return unifiedDiff(path, before, appended(before, change.append));
}

function appendToFile(file: string, addition: string): void {
  const before = textOrEmpty(file);
  writeFileSync(file, appended(before, addition));
}
