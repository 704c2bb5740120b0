import { type ParseArgsConfig, parseArgs } from 'node:util';
import { type Profile, profiles } from '../lint/config/config';
import { type ReportFormat, reportFormats } from '../lint/report/report';
import type { Severity } from '../lint/rule';
import { isSeverity, severities } from '../lint/severity';
import { UsageError } from './io';

export interface LintArguments {
  /** Files, directories and `-`; empty: the current directory. */
  readonly targets: readonly string[];
  readonly format: ReportFormat;
  readonly config: string | undefined;
  readonly rules: readonly { readonly name: string; readonly severity: Severity | 'off' }[];
  readonly profile: Profile | undefined;
  readonly allRules: boolean;
  readonly failOn: Severity | 'never' | undefined;
  /** `none`: no file of the build context is looked at. */
  readonly context: { readonly directory: string } | 'none' | undefined;
  readonly fix: 'apply' | 'print' | undefined;
  readonly stdinFilename: string | undefined;
  /** Path of ShellCheck; `none`: it is not asked; undefined: the one on the PATH, if there is one. */
  readonly shellcheck: { readonly program: string } | 'none' | undefined;
  /** Programs at a time. */
  readonly jobs: number | undefined;
  readonly stats: boolean;
}

export function parseLintArguments(argv: readonly string[]): LintArguments {
  const { values, positionals } = parse(argv, {
    format: { type: 'string', default: 'text' },
    config: { type: 'string' },
    rule: { type: 'string', multiple: true, default: [] },
    profile: { type: 'string' },
    'all-rules': { type: 'boolean', default: false },
    'fail-on': { type: 'string' },
    context: { type: 'string' },
    'no-context': { type: 'boolean', default: false },
    fix: { type: 'boolean', default: false },
    'fix-dry-run': { type: 'boolean', default: false },
    'stdin-filename': { type: 'string' },
    shellcheck: { type: 'string' },
    'no-shellcheck': { type: 'boolean', default: false },
    jobs: { type: 'string' },
    stats: { type: 'boolean', default: false },
  });
  const { context } = values;
  if (context !== undefined && values['no-context']) throw new UsageError('Give --context or --no-context, not both.');
  if (values.fix && values['fix-dry-run']) throw new UsageError('Give --fix or --fix-dry-run, not both.');
  if (values.fix && positionals.includes('-')) {
    throw new UsageError('--fix cannot write to standard input; --fix-dry-run prints what it would change.');
  }
  if (values.jobs !== undefined && !/^[1-9]\d*$/.test(values.jobs)) {
    throw new UsageError(`--jobs takes a number from 1 up, not "${values.jobs}".`);
  }
  return {
    targets: positionals,
    format: readFormat(values.format, reportFormats),
    config: values.config,
    rules: values.rule.map(readRule),
    profile: values.profile === undefined ? undefined : readProfile(values.profile),
    allRules: values['all-rules'],
    failOn: values['fail-on'] === undefined ? undefined : readThreshold(values['fail-on']),
    context: values['no-context'] ? 'none' : context === undefined ? undefined : { directory: context },
    fix: values.fix ? 'apply' : values['fix-dry-run'] ? 'print' : undefined,
    stdinFilename: values['stdin-filename'],
    shellcheck: values['no-shellcheck']
      ? 'none'
      : values.shellcheck === undefined
        ? undefined
        : { program: values.shellcheck },
    jobs: values.jobs === undefined ? undefined : Number(values.jobs),
    stats: values.stats,
  };
}

export function parseRulesArguments(argv: readonly string[]): { readonly format: 'text' | 'json' } {
  const { values, positionals } = parse(argv, { format: { type: 'string', default: 'text' } });
  if (positionals.length > 0)
    throw new UsageError(`"rules" takes no argument; for one rule: layerwright explain ${positionals[0]}`);
  return { format: readFormat(values.format, ['text', 'json']) };
}

export function parseExplainArguments(argv: readonly string[]): { readonly rule: string } {
  const { positionals } = parse(argv, {});
  const [rule] = positionals;
  if (rule === undefined || positionals.length > 1) {
    throw new UsageError('"explain" takes the id of one rule; layerwright rules lists them.');
  }
  return { rule };
}

/** `command` is whose help the person is sent to. */
export function parse<T extends NonNullable<ParseArgsConfig['options']>>(
  argv: readonly string[],
  options: T,
  command = 'lint',
) {
  try {
    return parseArgs({ args: [...argv], options, allowPositionals: true, strict: true });
  } catch (error) {
    const [reason = ''] = (error instanceof Error ? error.message : String(error)).split('. To specify');
    throw new UsageError(`${reason.replace(/\.?$/, '.')} Every option: layerwright ${command} --help`);
  }
}

export function readFormat<F extends string>(format: string, formats: readonly F[]): F {
  const known = formats.find((one) => one === format);
  if (known) return known;
  throw new UsageError(`There is no format "${format}" here; there are ${formats.join(', ')}.`);
}

function readProfile(text: string): Profile {
  const known = profiles.find((one) => one === text);
  if (known) return known;
  throw new UsageError(`There is no profile "${text}"; there are ${profiles.join(', ')}.`);
}

function readThreshold(text: string): Severity | 'never' {
  if (text === 'never' || isSeverity(text)) return text;
  throw new UsageError(`--fail-on takes ${severities.join(', ')} or never, not "${text}".`);
}

function readRule(text: string): { readonly name: string; readonly severity: Severity | 'off' } {
  const [name = '', severity] = text.split('=', 2);
  if (severity === 'off' || isSeverity(severity)) return { name, severity };
  throw new UsageError(
    `--rule takes a rule and ${severities.join(', ')} or off, such as pin-apt-version=error, not "${text}".`,
  );
}
