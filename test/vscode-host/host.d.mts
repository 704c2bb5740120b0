import type { ChildProcess } from 'node:child_process';
import type { Browser, Page } from 'playwright-core';

export interface ServerOptions {
  readonly dataDir?: string;
  readonly userDir?: string;
  readonly extensionsDir?: string;
  readonly port?: number;
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly token?: string;
  readonly asksForTrust?: boolean;
  readonly onLog?: (text: string) => void;
}

export interface Server {
  readonly url: string;
  readonly authority: string;
  readonly dataDir: string;
  readonly child: ChildProcess;
  log(): string;
  close(): Promise<void>;
}

export interface WorkbenchOptions {
  readonly folder?: string;
  readonly workspace?: string;
  readonly extensions?: readonly string[];
  readonly tests?: string;
}

export function cli(
  args: readonly string[],
  folders?: { readonly userDir?: string; readonly extensionsDir?: string },
): number;
export function installExtensions(files: readonly string[], extensionsDir: string): void;
export function startServer(options?: ServerOptions): Promise<Server>;
export function openBrowser(options?: { readonly headless?: boolean }): Promise<Browser>;
export function openWorkbench(page: Page, host: Server, options?: WorkbenchOptions): Promise<void>;
