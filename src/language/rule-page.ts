import { commands, Uri, workspace } from 'vscode';
import type { Ui } from '../host/ui';
import { type RuleId, ruleIds } from '../lint/rule-ids';

/** Shows the page of a rule, which is part of the extension, as rendered Markdown. Asks which when called without one. */
export async function openRulePage(
  rule: unknown,
  { ui, extensionUri }: { readonly ui: Ui; readonly extensionUri: Uri },
): Promise<void> {
  const id = isRule(rule) ? rule : await pickRule(ui);
  if (id === undefined) return;
  const page = Uri.joinPath(extensionUri, 'docs', 'rules', `${id}.md`);
  try {
    await workspace.fs.stat(page);
  } catch {
    await ui.warn(`The page of ${id} is missing from this installation. Reinstall Layerwright to bring it back.`);
    return;
  }
  await commands.executeCommand('markdown.showPreview', page);
}

function isRule(value: unknown): value is RuleId {
  return (ruleIds as readonly unknown[]).includes(value);
}

function pickRule(ui: Ui): Promise<RuleId | undefined> {
  return ui.pick(
    [...ruleIds].sort().map((id) => ({ label: id, value: id })),
    { title: 'Open the page of a rule' },
  );
}
