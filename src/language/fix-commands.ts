import { type TextDocument, window, workspace } from 'vscode';
import type { Ui } from '../host/ui';
import type { CommandId } from '../ids';
import type { Finding, FindingFix } from '../lint/finding';
import type { RuleId } from '../lint/rule-ids';
import { plural } from '../shared/plural';
import type { Position } from '../shared/position';
import { findDocument, isDockerfile, toLintDocument } from './documents';
import { type Change, toWorkspaceEdit } from './fix-edit';
import type { LintResult, LintResults } from './lint-results';
import type { Linter } from './linter';
import { minimalEdit } from './minimal-edit';

export interface FixCommandsOptions {
  readonly results: LintResults;
  readonly loadLinter: () => Promise<Linter>;
  readonly ui: Ui;
}

type FixCommandId = Extract<
  CommandId,
  'layerwright.fixAllSafe' | 'layerwright.fixAllOfRule' | 'layerwright.applyFix' | 'layerwright.suppressFinding'
>;

/** Quick fixes call these with arguments; from the palette they are about the active editor and ask for the rest. */
export function createFixCommands(
  options: FixCommandsOptions,
): Record<FixCommandId, (...args: readonly unknown[]) => Promise<void>> {
  const { results, loadLinter, ui } = options;

  async function target(uri: unknown): Promise<{ document: TextDocument; result: LintResult } | undefined> {
    const document = typeof uri === 'string' ? findDocument(uri) : window.activeTextEditor?.document;
    if (!document || !isDockerfile(document)) {
      await ui.info('There is no Dockerfile in the active editor. Open one, then run the command again.');
      return undefined;
    }
    const result = await results.of(toLintDocument(document));
    if (result) return { document, result };
    await ui.info('Linting is turned off by the setting layerwright.lint.enabled.');
    return undefined;
  }

  async function fixAll(document: TextDocument, result: LintResult, rule: RuleId | undefined): Promise<void> {
    const fixed = (await loadLinter()).fixAll(toLintDocument(document), result.config, rule);
    const edit = minimalEdit(document.getText(), fixed.text);
    const changes = edit !== undefined || fixed.files.length > 0;
    if (changes && !(await apply(document, { edits: edit ? [edit] : [], files: fixed.files }))) return;
    ui.statusMessage(fixed.applied === 0 ? 'There is nothing to fix.' : `Fixed ${plural(fixed.applied, 'problem')}.`);
  }

  /** False when the editor refused the change, which the person is told. */
  async function apply(document: TextDocument, change: Change): Promise<boolean> {
    if (await workspace.applyEdit(await toWorkspaceEdit(document, change))) return true;
    await ui.error('The editor did not take the change: a file may be read-only, or was changed meanwhile. Try again.');
    return false;
  }

  return {
    async 'layerwright.fixAllSafe'(uri) {
      const found = await target(uri);
      if (found) await fixAll(found.document, found.result, undefined);
    },

    async 'layerwright.fixAllOfRule'(uri, wanted) {
      const found = await target(uri);
      if (!found) return;
      const rules = new Set(found.result.findings.filter(({ fixes }) => fixes.length > 0).map(({ rule }) => rule));
      const rule = (wanted as RuleId | undefined) ?? (await pickRule(ui, [...rules]));
      if (rule !== undefined) await fixAll(found.document, found.result, rule);
    },

    async 'layerwright.applyFix'(uri) {
      const found = await target(uri);
      if (!found) return;
      const fix = await pickFix(ui, atCursor(found.result.findings));
      if (fix) await apply(found.document, fix);
    },

    async 'layerwright.suppressFinding'(uri, rule, start, where) {
      const found = await target(uri);
      if (!found) return;
      const finding =
        typeof rule === 'string'
          ? findAt(found.result.findings, rule, start as Position)
          : await pickFinding(ui, atCursor(found.result.findings));
      if (!finding) return;
      const linter = await loadLinter();
      const edit = linter.suppress(toLintDocument(found.document), finding, where === 'file' ? 'file' : 'line');
      if (edit) await apply(found.document, { edits: [edit], files: [] });
    },
  };
}

function findAt(findings: readonly Finding[], rule: string, start: Position): Finding | undefined {
  const ofRule = findings.filter((finding) => finding.rule === rule);
  return (
    ofRule.find(({ range }) => range.start.line === start.line && range.start.character === start.character) ??
    ofRule.find(({ range }) => range.start.line === start.line)
  );
}

/** Findings on the cursor's line; where there are none, all. */
function atCursor(findings: readonly Finding[]): readonly Finding[] {
  const line = window.activeTextEditor?.selection.active.line ?? -1;
  const here = findings.filter(({ range }) => range.start.line <= line && line <= range.end.line);
  return here.length > 0 ? here : findings;
}

function pickRule(ui: Ui, rules: readonly RuleId[]): Promise<RuleId | undefined> {
  return ui.pick(
    rules.map((rule) => ({ label: rule, value: rule })),
    { title: 'Fix all problems of a rule', empty: 'No problem in this file has a fix' },
  );
}

function pickFix(ui: Ui, findings: readonly Finding[]): Promise<FindingFix | undefined> {
  return ui.pick(
    findings.flatMap((finding) =>
      finding.fixes.map((fix) => ({
        label: fix.title,
        description: `line ${finding.range.start.line + 1}`,
        detail: finding.message,
        value: fix,
      })),
    ),
    { title: 'Apply fix', empty: 'No problem in this file has a fix' },
  );
}

function pickFinding(ui: Ui, findings: readonly Finding[]): Promise<Finding | undefined> {
  return ui.pick(
    findings.map((finding) => ({
      label: finding.rule,
      description: `line ${finding.range.start.line + 1}`,
      detail: finding.message,
      value: finding,
    })),
    { title: 'Suppress problem', empty: 'There is no problem in this file' },
  );
}
