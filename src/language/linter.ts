import { basename, dirname } from 'node:path';
import type { Dockerfile } from '../dockerfile/model';
import { parseDockerfile } from '../dockerfile/parse';
import type { ConfigLayer, LintConfig } from '../lint/config/config';
import { mergeConfig, profiles } from '../lint/config/config';
import { type ConfigSuggestion, suggestConfig } from '../lint/config/config-completion';
import type { ParsedConfig } from '../lint/config/config-file';
import { parseHadolintConfig } from '../lint/config/hadolint-config';
import { isRuleId, parseOwnConfig, unknownRule } from '../lint/config/own-config';
import type { ContextFiles } from '../lint/context-files';
import type { Finding, TextEdit } from '../lint/finding';
import { type FixResult, fixAll } from '../lint/fix';
import { lint } from '../lint/lint';
import type { RuleId } from '../lint/rule-ids';
import { rules } from '../lint/rules';
import { isSeverity } from '../lint/severity';
import { type CheckedScript, checkedScripts } from '../lint/shellcheck/scripts';
import type { ShellComments } from '../lint/shellcheck/shell-finding';
import { suppressEdit, suppressInFileEdit } from '../lint/suppress/suppress-edit';
import { chooseSource } from '../optimise/choose-source';
import { collectRewrite, type Rewrite } from '../optimise/collect-rewrite';
import type { RewriteRequest } from '../optimise/rewriter';
import type { ShellParser } from '../shell/shell-parser';
import type { LintDocument } from './lint-document';

/** The build context of one Dockerfile, as `context/context-files.ts` makes it. */
export interface LintContext extends ContextFiles {
  invalidate(): void;
}

/**
 * The core's functions over documents: one parse per version of a document, one build context per Dockerfile. This file is
 * a chunk of its own together with all it imports, loaded for the first Dockerfile that is seen.
 */
export interface Linter {
  model(document: LintDocument): Dockerfile;
  /** The scripts ShellCheck may be asked about, in the order in which `lint` wants what it says. */
  scripts(document: LintDocument): readonly CheckedScript[];
  lint(document: LintDocument, config: LintConfig, shellComments?: ShellComments): readonly Finding[];
  /** Without a rule: all that is safe. */
  fixAll(document: LintDocument, config: LintConfig, rule: RuleId | undefined): FixResult;
  /** All fixes for cache and size that go together, and the source of the context that is most likely edited. */
  rewrite(
    document: LintDocument,
    config: LintConfig,
    request: RewriteRequest,
  ): { readonly rewrite: Rewrite; readonly edit: string | undefined };
  suppress(document: LintDocument, finding: Finding, where: 'line' | 'file'): TextEdit | undefined;
  /** The file's name decides its format. */
  parseConfig(path: string, text: string): ParsedConfig;
  /** `rules` and `profile` as written in the settings. */
  parseRuleSettings(rules: Readonly<Record<string, unknown>>, profile?: unknown): RuleSettings;
  /** What fits at a cursor in a `.layerwright.yaml`. */
  suggestConfig(
    text: string,
    position: { readonly line: number; readonly character: number },
  ): readonly ConfigSuggestion[];
  mergeConfig(...layers: readonly ConfigLayer[]): LintConfig;
  /** Files changed: what was known about their build contexts is forgotten. */
  filesChanged(): void;
  forget(uri: string): void;
}

export interface RuleSettings {
  readonly layer: ConfigLayer;
  readonly problems: readonly string[];
}

export function createLinter(options: {
  readonly shell: ShellParser;
  readonly createContext: (options: { readonly root: string; readonly dockerfile: string }) => LintContext;
  readonly onRuleError: (rule: RuleId, error: unknown) => void;
}): Linter {
  const models = new Map<string, { readonly version: number; readonly model: Dockerfile }>();
  const contexts = new Map<string, LintContext>();

  function model(document: LintDocument): Dockerfile {
    const known = models.get(document.uri);
    if (known?.version === document.version) return known.model;
    const parsed = parseDockerfile(document.text);
    models.set(document.uri, { version: document.version, model: parsed });
    return parsed;
  }

  function contextOf({ uri, path }: LintDocument): LintContext | undefined {
    if (path === undefined) return undefined;
    const known = contexts.get(uri);
    if (known) return known;
    const context = options.createContext({ root: dirname(path), dockerfile: path });
    contexts.set(uri, context);
    return context;
  }

  function run(
    file: Dockerfile,
    document: LintDocument,
    config: LintConfig,
    shellComments?: ShellComments,
  ): readonly Finding[] {
    return lint(file, {
      shell: options.shell,
      context: contextOf(document),
      config,
      shellComments,
      onRuleError: (rule, error) => options.onRuleError(rule.id, error),
    });
  }

  return {
    model,
    scripts: (document) => checkedScripts(model(document)),
    lint: (document, config, shellComments) => run(model(document), document, config, shellComments),
    fixAll: (document, config, rule) =>
      fixAll(
        document.text,
        (text) => {
          const file = text === document.text ? model(document) : parseDockerfile(text);
          const findings = run(file, document, config);
          return rule === undefined ? findings : findings.filter((finding) => finding.rule === rule);
        },
        { safeOnly: rule === undefined },
      ),
    rewrite(document, config, { path, context: root, include }) {
      const context = options.createContext({ root, dockerfile: path });
      const rewrite = collectRewrite(document.text, {
        shell: options.shell,
        config,
        context,
        include,
        onRuleError: (rule, error) => options.onRuleError(rule.id, error),
      });
      return { rewrite, edit: chooseSource([model(document), parseDockerfile(rewrite.text)], context) };
    },
    suppress: (document, finding, where) =>
      where === 'line' ? suppressEdit(model(document), finding) : suppressInFileEdit(model(document), finding.rule),
    parseConfig: (path, text) =>
      basename(path).includes('hadolint') ? parseHadolintConfig(text) : parseOwnConfig(text),
    parseRuleSettings,
    suggestConfig: (text, position) => suggestConfig(text, position, rules),
    mergeConfig,
    filesChanged() {
      for (const context of contexts.values()) context.invalidate();
    },
    forget(uri) {
      models.delete(uri);
      contexts.delete(uri);
    },
  };
}

function parseRuleSettings(rules: Readonly<Record<string, unknown>>, profile?: unknown): RuleSettings {
  const severities: Record<string, LintConfig['codes'][string]> = {};
  const codes: Record<string, LintConfig['codes'][string]> = {};
  const problems: string[] = [];
  for (const [name, severity] of Object.entries(rules)) {
    const unknown = unknownRule(name);
    if (unknown !== undefined) problems.push(unknown);
    else if (severity !== 'off' && !isSeverity(severity)) problems.push(`"${String(severity)}" is no severity`);
    else if (isRuleId(name)) severities[name] = severity;
    else codes[name] = severity;
  }
  const known = profiles.find((one) => one === profile);
  if (profile !== undefined && !known) problems.push(`"${String(profile)}" is no profile`);
  return { layer: { severities, codes, ...(known ? { profile: known } : {}) }, problems };
}
