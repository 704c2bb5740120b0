import { basename } from 'node:path';
import {
  CompletionItem,
  CompletionItemKind,
  type DiagnosticCollection,
  extensions,
  languages,
  MarkdownString,
  type Position,
  SnippetString,
  type TextDocument,
  workspace,
} from 'vscode';
import type { Disposable } from '../shared/disposable';
import { DisposableList } from '../shared/disposable';
import { configFileNames } from './config-files';
import type { Linter } from './linter';
import { createScheduler } from './scheduler';
import { toConfigDiagnostic } from './to-diagnostic';

const ownNames = configFileNames.filter((name) => name.includes('layerwright'));
const millisecondsAfterTyping = 200;

/**
 * Problems and completion in configuration files while they are written. Completion is left to Red Hat's YAML extension
 * where that is installed: it reads our schema.
 */
export function registerConfigEditing(options: {
  readonly loadLinter: () => Promise<Linter>;
  /** Shared with what is said of configuration files while Dockerfiles are linted: the later word counts. */
  readonly painted: DiagnosticCollection;
  readonly onFailure: (error: unknown) => void;
}): Disposable {
  const owned = new DisposableList();
  const { painted } = options;
  const scheduler = owned.add(createScheduler(millisecondsAfterTyping));

  async function check(document: TextDocument): Promise<void> {
    try {
      const linter = await options.loadLinter();
      if (document.isClosed) return;
      const { problems } = linter.parseConfig(document.uri.path, document.getText());
      painted.set(document.uri, problems.map(toConfigDiagnostic));
    } catch (error) {
      options.onFailure(error);
    }
  }

  owned.add(
    workspace.onDidOpenTextDocument((document) => {
      if (isConfig(document)) void check(document);
    }),
  );
  owned.add(
    workspace.onDidChangeTextDocument(({ document }) => {
      if (isConfig(document)) scheduler.schedule(document.uri.toString(), () => void check(document));
    }),
  );
  owned.add(
    workspace.onDidCloseTextDocument((document) => {
      scheduler.cancel(document.uri.toString());
    }),
  );
  for (const document of workspace.textDocuments) if (isConfig(document)) void check(document);

  owned.add(
    languages.registerCompletionItemProvider(
      ownNames.map((name) => ({ pattern: `**/${name}` })),
      {
        async provideCompletionItems(document, position) {
          if (extensions.getExtension('redhat.vscode-yaml')) return [];
          const linter = await options.loadLinter();
          return linter.suggestConfig(document.getText(), position).map((one) => item(one, document, position));
        },
      },
      ' ',
    ),
  );
  return owned;
}

function isConfig({ uri }: TextDocument): boolean {
  return (configFileNames as readonly string[]).includes(basename(uri.path));
}

function item(
  { label, text, detail, documentation }: ReturnType<Linter['suggestConfig']>[number],
  document: TextDocument,
  position: Position,
): CompletionItem {
  const made = new CompletionItem({ label, description: detail }, CompletionItemKind.Property);
  made.insertText = new SnippetString(text.replace(/[\\$}]/g, '\\$&'));
  made.detail = detail;
  if (documentation !== undefined) made.documentation = new MarkdownString(documentation);
  const word = document.getWordRangeAtPosition(position, /[\w-]+/);
  if (word) made.range = word;
  if (/[:\s]$/.test(text)) made.command = { command: 'editor.action.triggerSuggest', title: 'Suggest' };
  return made;
}
