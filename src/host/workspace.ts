import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { type TextDocument, Uri, window, workspace } from 'vscode';
import { dockerfileGlob, isIgnoreFileName, sortByDistance } from './dockerfile-names';

/** Folders, files and the active editor, as commands see them. Paths are file-system paths. */
export interface Workspace {
  readonly trusted: boolean;
  readonly folders: readonly string[];
  /** Path of the active editor's file when it is a Dockerfile on disk. */
  activeDockerfile(): string | undefined;
  /** Path of the active editor's file, of any kind. */
  activeFile(): string | undefined;
  /** As people call a file: its path in the workspace. */
  nameOf(path: string): string;
  /** Dockerfiles below the folders, nearest first, at most `limit`. */
  findDockerfiles(limit?: number): Promise<readonly string[]>;
  /** Writes the document if it has unsaved changes. */
  save(path: string): Promise<void>;
  /** Folder of the workspace that holds the path. */
  folderOf(path: string): string | undefined;
  /** Beside the folders that are there. */
  addFolder(uri: string, name: string): void;
  /** `~/.docker` or DOCKER_CONFIG. */
  readonly dockerConfigFolder: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Reads the editor's state at every call; nothing to dispose. */
export function createWorkspace(): Workspace {
  return {
    get trusted() {
      return workspace.isTrusted;
    },
    get folders() {
      return folders();
    },
    activeDockerfile,
    activeFile: () => {
      const uri = window.activeTextEditor?.document.uri;
      return uri?.scheme === 'file' ? uri.fsPath : undefined;
    },
    nameOf: (path) => workspace.asRelativePath(path),
    findDockerfiles,
    save: async (path) => {
      const uri = Uri.file(path).toString();
      const document = workspace.textDocuments.find((candidate) => candidate.uri.toString() === uri);
      if (document?.isDirty) await document.save();
    },
    folderOf: (path) => workspace.getWorkspaceFolder(Uri.file(path))?.uri.fsPath,
    addFolder: (uri, name) => {
      workspace.updateWorkspaceFolders(workspace.workspaceFolders?.length ?? 0, 0, { uri: Uri.parse(uri, true), name });
    },
    get dockerConfigFolder() {
      return dockerConfigFolder();
    },
    env: process.env,
  };
}

/** `~/.docker` or DOCKER_CONFIG. */
export function dockerConfigFolder(): string {
  return process.env.DOCKER_CONFIG || join(homedir(), '.docker');
}

function folders(): readonly string[] {
  return (workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file').map(({ uri }) => uri.fsPath);
}

function activeDockerfile(): string | undefined {
  const document = window.activeTextEditor?.document;
  return document && isDockerfile(document) ? document.uri.fsPath : undefined;
}

function isDockerfile({ languageId, uri }: TextDocument): boolean {
  return languageId === 'dockerfile' && uri.scheme === 'file' && !isIgnoreFileName(uri.path);
}

async function findDockerfiles(limit = 200): Promise<readonly string[]> {
  const found = await workspace.findFiles(dockerfileGlob, '**/{node_modules,.git}/**', limit);
  const paths = found
    .filter(({ scheme, path }) => scheme === 'file' && !isIgnoreFileName(path))
    .map(({ fsPath }) => fsPath);
  const active = window.activeTextEditor?.document.uri;
  const start = active?.scheme === 'file' ? dirname(active.fsPath) : folders()[0];
  return start === undefined ? paths : sortByDistance(paths, start);
}
