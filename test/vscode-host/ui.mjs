// A page object for VS Code's window: the only place that knows its class names.

const quickInput = '.quick-input-widget:visible input[type="text"]';
const treeRow = '.monaco-list-row[role="treeitem"]';
const activeTerminal = '.terminal-wrapper.active';
const briefly = { timeout: 5000 };

/** Whatever gets the focus in the meantime closes a quick input: a page that opens, a busy window that comes to it late. */
async function again(attempt, before = async () => {}) {
  for (let tries = 0; ; tries++) {
    try {
      return await attempt();
    } catch (error) {
      if (tries === 5) throw error;
      await before();
    }
  }
}

export class Workbench {
  constructor(page) {
    this.page = page;
  }

  async ready() {
    await this.page.locator('.monaco-workbench .statusbar').waitFor({ timeout: 60_000 });
    await this.page.locator('.activitybar a.action-label').first().waitFor();
  }

  /** Runs a command of the palette by its title. */
  async command(title) {
    // Not with Enter: a longer title may stand first. The palette shows what there was when it was opened: in a new window
    // extensions may come behind that.
    await this.quickInput('F1', `>${title}`, () => this.choice(title).click(briefly));
  }

  /** `{ label, kind }`: the theme's name, and the class of a window in it: vs, vs-dark, hc-black or hc-light. */
  async theme({ label, kind }) {
    await again(async () => {
      await this.command('Preferences: Color Theme');
      await this.page.getByPlaceholder(/Color Theme/).fill(label, briefly);
      await this.choice(label).click(briefly);
    });
    await this.page.locator(`.monaco-workbench.${kind}`).waitFor();
  }

  /** Opens the quick input with a key, types into it, and chooses. */
  async quickInput(key, text, choose) {
    await again(
      async () => {
        await this.page.keyboard.press(key);
        await this.page.locator(quickInput).fill(text, briefly);
        await choose();
      },
      () => this.page.keyboard.press('Escape'),
    );
  }

  /** A row of the open quick pick. */
  choice(text) {
    return this.page.locator('.quick-input-list .monaco-list-row').filter({ hasText: text }).first();
  }

  /** Opens a file of the workspace by its name or, where several have it, by its path. */
  async openFile(path) {
    const parts = path.split('/');
    const name = parts.at(-1);
    const first = this.page.locator('.quick-input-list .monaco-list-row').first();
    const wanted = parts.reduce((row, part) => row.filter({ hasText: part }), first);
    await this.quickInput('Control+P', path, async () => {
      await wanted.waitFor(briefly);
      await this.page.keyboard.press('Enter');
    });
    await this.page.locator(`.tabs-container .tab.active[data-resource-name="${name}"]`).waitFor();
    await this.page.locator('.editor-group-container.active .view-line').first().waitFor();
  }

  /** Opens a container of the activity bar. */
  async viewContainer(label) {
    const item = this.activity(label);
    await item.waitFor({ timeout: 60_000 });
    await item.click();
    await this.page
      .locator('.sidebar .composite.title')
      .filter({ hasText: new RegExp(label, 'i') })
      .waitFor();
  }

  activity(label) {
    return this.page.locator(`.activitybar a.action-label[aria-label^="${label}"]`);
  }

  row(text) {
    return this.page.locator(`.sidebar ${treeRow}`).filter({ hasText: text }).first();
  }

  async expand(text) {
    const row = this.row(text);
    await row.waitFor();
    if ((await row.getAttribute('aria-expanded')) === 'false') await row.locator('.monaco-tl-twistie').click();
  }

  /** Texts of the tree rows in the side bar, the parts of one separated by " · ". */
  rows() {
    return this.texts(`.sidebar ${treeRow}`, ' · ');
  }

  problems() {
    return this.texts('.markers-panel .monaco-list-row', ' ');
  }

  toasts() {
    return this.texts('.notifications-toasts .notification-list-item-message', ' ');
  }

  /** Lines of the editor that are drawn, from top to bottom; the page holds them in any order. */
  async editorText() {
    const lines = await this.page.locator('.editor-group-container.active .view-line').evaluateAll((elements) =>
      elements
        .map((element) => ({ top: Number.parseFloat(element.style.top), text: element.innerText }))
        .sort((a, b) => a.top - b.top)
        .map(({ text }) => text),
    );
    return lines.map((text) => text.replaceAll('\u00a0', ' ').trimEnd());
  }

  /** A line of the editor. */
  line(text) {
    return this.page.locator('.editor-group-container.active .view-line').filter({ hasText: text }).first();
  }

  /** A section of the side bar by its title. */
  view(title) {
    return this.page
      .locator('.sidebar .pane')
      .filter({ has: this.page.locator(`.pane-header[aria-label^="${title}"]`) });
  }

  /** Opens a closed view, and closes an open one. */
  async toggleView(title) {
    await this.view(title).locator('.pane-header .title').first().click();
  }

  /** What a view says while it has no rows; empty when it has some. */
  async welcome(title) {
    const parts = await this.view(title).locator('.welcome-view:visible .welcome-view-content > *').allInnerTexts();
    return parts.map((part) => part.replaceAll('\u00a0', ' ').trim());
  }

  /** Labels of the rows as a screen reader gets them. */
  rowLabels(title) {
    const rows = this.view(title).locator(treeRow);
    return rows.evaluateAll((elements) => elements.map((element) => element.getAttribute('aria-label') ?? ''));
  }

  /** Clicks a button that a tree row shows while the mouse is over it. */
  async rowButton(text, label) {
    const row = this.row(text);
    await row.hover();
    await row.locator(`.actions a.action-label[aria-label^="${label}"]`).click();
  }

  /** Labels of those buttons, from left to right. */
  async rowButtons(text) {
    const row = this.row(text);
    await row.hover();
    const buttons = row.locator('.actions a.action-label');
    await buttons.first().waitFor();
    return buttons.evaluateAll((elements) => elements.map((element) => element.getAttribute('aria-label') ?? ''));
  }

  /** Opens the menu of a tree row and returns its items. */
  async rowMenuItems(text) {
    await this.row(text).click({ button: 'right' });
    const items = this.page.locator('.monaco-menu .action-item:not(.disabled) .action-label:not(.separator)');
    await items.first().waitFor();
    return (await items.allInnerTexts()).map((item) => item.replaceAll('\u00a0', ' ').trim());
  }

  /** Chooses from the menu of a tree row. */
  async rowMenu(text, label) {
    await this.row(text).click({ button: 'right' });
    const item = this.page.locator('.monaco-menu .action-item').filter({ hasText: label }).first();
    // A click is lost on a menu that has just opened; the key is not.
    await item.hover();
    await item.and(this.page.locator('.focused')).waitFor();
    await this.page.keyboard.press('Enter');
  }

  /** Waits for the prompt that shows a text, and returns what it says below its input. */
  async prompt(text) {
    const widget = this.page.locator('.quick-input-widget:visible').filter({ hasText: text });
    await widget.waitFor();
    return (await widget.locator('.quick-input-message').innerText()).trim();
  }

  /** Enters a text into the prompt that shows `text`, replacing what it proposes, and returns what was proposed. */
  async answer(text, entered) {
    await this.prompt(text);
    const input = this.page.locator(`${quickInput}, ${quickInput.replace('"text"', '"password"')}`);
    const proposed = await input.inputValue();
    if (entered !== undefined) await input.fill(entered);
    await input.press('Enter');
    return proposed;
  }

  /** Chooses a row of the prompt that shows a text. */
  async pick(text, row) {
    await this.prompt(text);
    await this.choice(row).click();
  }

  /** Waits for a modal dialog and returns its texts. */
  async dialog() {
    const box = this.page.locator('.monaco-dialog-box');
    await box.waitFor();
    return {
      message: await box.locator('.dialog-message-text').innerText(),
      detail: (await box.locator('.dialog-message-detail').innerText()).trim(),
      buttons: (await box.locator('.dialog-buttons .monaco-button').allInnerTexts()).map((text) => text.trim()),
    };
  }

  async pressDialogButton(label) {
    await this.page
      .locator('.monaco-dialog-box .dialog-buttons .monaco-button')
      .filter({ hasText: label })
      .first()
      .click();
    await this.page.locator('.monaco-dialog-box').waitFor({ state: 'detached' });
  }

  /** Waits for a notification and returns its text. */
  async toast(text) {
    const message = this.page
      .locator('.notifications-toasts .notification-list-item-message')
      .filter({ hasText: text });
    return (await message.first().innerText()).replaceAll('\u00a0', ' ');
  }

  async pressToastButton(text, label) {
    const toast = this.page.locator('.notifications-toasts .notification-list-item').filter({ hasText: text }).first();
    await toast.locator('.notification-list-item-buttons-container .monaco-button').filter({ hasText: label }).click();
  }

  /** Titles of the quick fix menu at the cursor, which it opens. */
  async quickFixes() {
    await this.page.keyboard.press('Control+.');
    await this.page.locator('.action-widget .monaco-list-row.action').first().waitFor();
    return this.texts('.action-widget .monaco-list-row.action', ' ');
  }

  async applyQuickFix(title) {
    await this.page.locator('.action-widget .monaco-list-row.action').filter({ hasText: title }).first().click();
  }

  /** VS Code nests two frames: its own wrapper and, in it, the extension's document. */
  webview(index = 0) {
    return this.page.frameLocator('iframe.webview.ready').nth(index).frameLocator('iframe#active-frame');
  }

  /** Opens a terminal with a shell and puts the cursor into it. */
  async terminal() {
    await this.command('Terminal: Create New Terminal');
    await this.page.locator(`${activeTerminal} .xterm-rows`).filter({ hasText: /[$#]/ }).waitFor();
    await this.page.locator(`${activeTerminal} .xterm-helper-textarea`).focus();
  }

  /** Lines of the visible terminal; needs terminal.integrated.gpuAcceleration off. */
  async terminalText() {
    const lines = await this.texts(`${activeTerminal} .xterm-rows > div`, ' ');
    return lines.map((line) => line.trimEnd()).filter(Boolean);
  }

  async texts(selector, separator) {
    const texts = await this.page.locator(selector).allInnerTexts();
    return texts.map((text) => text.replaceAll('\u00a0', ' ').replace(/\s*\n\s*/g, separator));
  }
}
