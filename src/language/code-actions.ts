import {
  CodeAction,
  type CodeActionContext,
  CodeActionKind,
  type CodeActionProvider,
  type Command,
  type Diagnostic,
  languages,
  type Range,
  type TextDocument,
} from 'vscode';
import type { CommandId } from '../ids';
import type { Finding } from '../lint/finding';
import type { Disposable } from '../shared/disposable';
import { dockerfileSelector, isDockerfile, toLintDocument } from './documents';
import { toWorkspaceEdit } from './fix-edit';
import type { LintResult, LintResults } from './lint-results';
import type { Linter } from './linter';
import { minimalEdit } from './minimal-edit';
import { diagnosticSource, toEditorRange } from './to-diagnostic';

export interface CodeActionsOptions {
  readonly results: LintResults;
  readonly loadLinter: () => Promise<Linter>;
}

const fixAllKind = CodeActionKind.SourceFixAll.append('layerwright');

/** Fixes, fixes of the same kind at once, suppressions and the rule's page for the findings at the cursor. */
export function registerCodeActions(options: CodeActionsOptions): Disposable {
  const provider: CodeActionProvider = {
    async provideCodeActions(document, range, context) {
      if (!isDockerfile(document)) return [];
      const result = await options.results.of(toLintDocument(document)).catch(() => undefined);
      if (!result || result.version !== document.version) return [];
      const actions: CodeAction[] = [];
      if (wants(context, CodeActionKind.QuickFix))
        actions.push(...(await quickFixes(document, range, context, result)));
      if (context.only?.intersects(fixAllKind)) actions.push(...(await fixAllOnSave(document, result, options)));
      return actions;
    },
  };
  return languages.registerCodeActionsProvider(dockerfileSelector, provider, {
    providedCodeActionKinds: [CodeActionKind.QuickFix, fixAllKind],
  });
}

function wants({ only }: CodeActionContext, kind: CodeActionKind): boolean {
  return !only || only.contains(kind);
}

async function quickFixes(
  document: TextDocument,
  range: Range,
  context: CodeActionContext,
  { findings }: LintResult,
): Promise<readonly CodeAction[]> {
  const here = findings.filter((finding) => toEditorRange(finding.range).intersection(range));
  if (here.length === 0) return [];
  const fixes: CodeAction[] = [];
  const others: CodeAction[] = [];
  for (const finding of here) {
    const diagnostics = context.diagnostics.filter((diagnostic) => belongsTo(diagnostic, finding));
    fixes.push(...(await ownFixes(document, finding, diagnostics)));
    others.push(...suppressions(document, finding, diagnostics, here.length === 1));
  }
  return [...fixes, ...fixesOfSeveral(document, here, findings), ...others];
}

async function ownFixes(
  document: TextDocument,
  finding: Finding,
  diagnostics: Diagnostic[],
): Promise<readonly CodeAction[]> {
  return Promise.all(
    finding.fixes.map(async (fix, index) => {
      const action = new CodeAction(fix.title, CodeActionKind.QuickFix);
      action.diagnostics = diagnostics;
      action.edit = await toWorkspaceEdit(document, fix);
      action.isPreferred = fix.safe && index === 0;
      return action;
    }),
  );
}

function fixesOfSeveral(
  document: TextDocument,
  here: readonly Finding[],
  all: readonly Finding[],
): readonly CodeAction[] {
  const uri = document.uri.toString();
  const actions: CodeAction[] = [];
  for (const rule of new Set(here.map((finding) => finding.rule))) {
    const fixable = all.filter((finding) => finding.rule === rule && finding.fixes.length > 0);
    if (fixable.length < 2) continue;
    actions.push(commandAction(`Fix all ${rule} problems in this file`, 'layerwright.fixAllOfRule', [uri, rule]));
  }
  if (here.some(isSafe) && all.filter(isSafe).length > 1)
    actions.push(commandAction('Fix all safe problems in this file', 'layerwright.fixAllSafe', [uri]));
  return actions;
}

/** Where several problems meet, the one that is mostly wanted stands for each; the rest is on their pages. */
function suppressions(
  document: TextDocument,
  finding: Finding,
  diagnostics: Diagnostic[],
  alone: boolean,
): readonly CodeAction[] {
  const { rule } = finding;
  const at = [document.uri.toString(), rule, finding.range.start];
  const actions = [commandAction(`Suppress ${rule} on this line`, 'layerwright.suppressFinding', [...at, 'line'])];
  if (alone) {
    actions.push(
      commandAction(`Suppress ${rule} in this file`, 'layerwright.suppressFinding', [...at, 'file']),
      commandAction(`Open the page of ${rule}`, 'layerwright.openRulePage', [rule]),
    );
  }
  for (const action of actions) action.diagnostics = diagnostics;
  return actions;
}

async function fixAllOnSave(
  document: TextDocument,
  { config }: LintResult,
  { loadLinter }: CodeActionsOptions,
): Promise<readonly CodeAction[]> {
  const fixed = (await loadLinter()).fixAll(toLintDocument(document), config, undefined);
  if (fixed.applied === 0) return [];
  const edit = minimalEdit(document.getText(), fixed.text);
  const action = new CodeAction('Fix all safe problems', fixAllKind);
  action.edit = await toWorkspaceEdit(document, { edits: edit ? [edit] : [], files: fixed.files });
  return [action];
}

function commandAction(title: string, id: CommandId, args: unknown[]): CodeAction {
  const action = new CodeAction(title, CodeActionKind.QuickFix);
  const command: Command = { title, command: id, arguments: args };
  action.command = command;
  return action;
}

function belongsTo(diagnostic: Diagnostic, finding: Finding): boolean {
  const { code, source, range } = diagnostic;
  const rule = typeof code === 'object' ? code.value : code;
  return source === diagnosticSource && rule === finding.rule && range.isEqual(toEditorRange(finding.range));
}

function isSafe({ fixes }: Finding): boolean {
  return fixes.some(({ safe }) => safe);
}
