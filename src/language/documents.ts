import { type DocumentSelector, type TextDocument, workspace } from 'vscode';
import { isIgnoreFileName } from '../host/dockerfile-names';
import type { Disposable } from '../shared/disposable';
import type { LintDocument } from './lint-document';

/** Texts that are somebody's work. Not the old side of a comparison, nor documents other extensions make up. */
const schemes = ['file', 'untitled', 'vscode-vfs'];

export const dockerfileSelector: DocumentSelector = schemes.map((scheme) => ({ language: 'dockerfile', scheme }));

export function isDockerfile({ languageId, uri }: TextDocument): boolean {
  return languageId === 'dockerfile' && schemes.includes(uri.scheme) && !isIgnoreFileName(uri.path);
}

export function openDockerfiles(): readonly TextDocument[] {
  return workspace.textDocuments.filter(isDockerfile);
}

/** Once, now or when one is opened. */
export function onFirstDockerfile(listener: () => void): Disposable {
  if (openDockerfiles().length > 0) {
    listener();
    return { dispose: () => {} };
  }
  const opening = workspace.onDidOpenTextDocument((document) => {
    if (!isDockerfile(document)) return;
    opening.dispose();
    listener();
  });
  return opening;
}

export function findDocument(uri: string): TextDocument | undefined {
  return workspace.textDocuments.find((document) => document.uri.toString() === uri);
}

export function toLintDocument(document: TextDocument): LintDocument {
  return {
    uri: document.uri.toString(),
    version: document.version,
    path: document.uri.scheme === 'file' ? document.uri.fsPath : undefined,
    text: document.getText(),
  };
}
