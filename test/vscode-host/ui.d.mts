import type { FrameLocator, Locator, Page } from 'playwright-core';

export class Workbench {
  constructor(page: Page);
  readonly page: Page;
  ready(): Promise<void>;
  command(title: string): Promise<void>;
  choice(text: string | RegExp): Locator;
  openFile(path: string): Promise<void>;
  viewContainer(label: string): Promise<void>;
  activity(label: string): Locator;
  row(text: string | RegExp): Locator;
  expand(text: string | RegExp): Promise<void>;
  rows(): Promise<readonly string[]>;
  problems(): Promise<readonly string[]>;
  toasts(): Promise<readonly string[]>;
  editorText(): Promise<readonly string[]>;
  line(text: string | RegExp): Locator;
  view(title: string): Locator;
  welcome(title: string): Promise<readonly string[]>;
  rowLabels(title: string): Promise<readonly string[]>;
  rowButton(text: string | RegExp, label: string): Promise<void>;
  rowButtons(text: string | RegExp): Promise<readonly string[]>;
  rowMenuItems(text: string | RegExp): Promise<readonly string[]>;
  rowMenu(text: string | RegExp, label: string): Promise<void>;
  prompt(text: string | RegExp): Promise<string>;
  answer(text: string | RegExp, entered?: string): Promise<string>;
  pick(text: string | RegExp, row: string | RegExp): Promise<void>;
  dialog(): Promise<{ readonly message: string; readonly detail: string; readonly buttons: readonly string[] }>;
  pressDialogButton(label: string): Promise<void>;
  toast(text: string | RegExp): Promise<string>;
  pressToastButton(text: string | RegExp, label: string): Promise<void>;
  quickFixes(): Promise<readonly string[]>;
  applyQuickFix(title: string): Promise<void>;
  webview(index?: number): FrameLocator;
  terminal(): Promise<void>;
  terminalText(): Promise<readonly string[]>;
}
