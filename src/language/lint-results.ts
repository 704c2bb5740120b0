import type { LintSettings } from '../host/settings';
import type { ConfigLayer, LintConfig } from '../lint/config/config';
import type { ConfigProblem } from '../lint/config/config-file';
import type { Finding } from '../lint/finding';
import { type ConfigFile, findConfigFile, readConfigFile } from './config-files';
import type { LintDocument } from './lint-document';
import type { Linter } from './linter';
import type { ShellAnswers } from './shell-answers';

/** Findings of one version of a document, and the rules in force. */
export interface LintResult {
  readonly version: number;
  readonly findings: readonly Finding[];
  readonly config: LintConfig;
  /** Undefined: none was found. */
  readonly configFile: string | undefined;
  readonly configProblems: readonly ConfigProblem[];
  /** What is wrong with the settings, one sentence each. */
  readonly settingProblems: readonly string[];
}

export interface LintResults {
  /** One run per version of a document, whoever asks. Undefined when linting is off. Rejects when the linter cannot be loaded. */
  of(document: LintDocument): Promise<LintResult | undefined>;
  /** Asks ShellCheck, too; undefined when it has nothing new to say about this version. */
  withShellCheck(document: LintDocument): Promise<LintResult | undefined>;
  /** Settings, configuration or files changed: results made so far are not to be used any more. */
  invalidate(): void;
  forget(uri: string): void;
}

export interface LintResultsOptions {
  readonly loadLinter: () => Promise<Linter>;
  readonly shell: ShellAnswers;
  readonly settings: (uri: string) => LintSettings;
  /** Absolute path of a configuration file named in the settings of a document. */
  readonly resolveConfigPath: (uri: string, path: string) => string;
}

interface Run {
  readonly version: number;
  readonly result: Promise<LintResult | undefined>;
}

export function createLintResults({ loadLinter, shell, settings, resolveConfigPath }: LintResultsOptions): LintResults {
  const runs = new Map<string, Run>();

  async function run(document: LintDocument): Promise<LintResult | undefined> {
    const wanted = settings(document.uri);
    if (!wanted.enabled) return undefined;
    const linter = await loadLinter();
    const found = await configFile(document, wanted.configFile);
    const file = found && 'text' in found ? found : undefined;
    const parsed = file && linter.parseConfig(file.path, file.text);
    const { layer, problems } = linter.parseRuleSettings(wanted.rules, wanted.profile);
    const layers: ConfigLayer[] = [layer];
    if (wanted.allRules !== undefined) layers.push({ allRules: wanted.allRules });
    const config = linter.mergeConfig(parsed?.layer ?? {}, ...layers);
    return {
      version: document.version,
      findings: linter.lint(document, config, shell.known(linter.scripts(document))),
      config,
      configFile: file?.path,
      configProblems: parsed?.problems ?? [],
      settingProblems: found && 'missing' in found ? [`There is no file ${found.missing}`, ...problems] : problems,
    };
  }

  async function configFile(
    document: LintDocument,
    named: string | undefined,
  ): Promise<ConfigFile | { readonly missing: string } | undefined> {
    if (named === undefined) return document.path === undefined ? undefined : findConfigFile(document.path);
    const path = resolveConfigPath(document.uri, named);
    return (await readConfigFile(path)) ?? { missing: path };
  }

  return {
    of(document) {
      const known = runs.get(document.uri);
      if (known?.version === document.version) return known.result;
      const result = run(document);
      runs.set(document.uri, { version: document.version, result });
      // A failure is told to who asked, and the next one tries again.
      result.catch(() => {
        if (runs.get(document.uri)?.result === result) runs.delete(document.uri);
      });
      return result;
    },
    async withShellCheck(document) {
      const { config } = (await this.of(document)) ?? {};
      if (!config || config.severities['shell-problem'] === 'off') return undefined;
      const linter = await loadLinter();
      if (!(await shell.learn(linter.scripts(document)))) return undefined;
      if (runs.get(document.uri)?.version !== document.version) return undefined;
      const result = run(document);
      runs.set(document.uri, { version: document.version, result });
      return result;
    },
    invalidate: () => runs.clear(),
    forget: (uri) => runs.delete(uri),
  };
}
