import type { Page } from 'playwright-core';

/** The marks behind the lines of the editor, by the beginning of the line. */
export async function lineMarks(page: Page): Promise<Readonly<Record<string, string>>> {
  const lines = await page.locator('.editor-group-container.active .view-line').evaluateAll((elements) =>
    elements.map((element) => {
      const spans = [...element.querySelectorAll('span > span')];
      const after = spans.map((span) => getComputedStyle(span, '::after').content).filter((one) => /^".+"$/.test(one));
      return [(element as HTMLElement).innerText, after.join(' ').replace(/^"|"$/g, '')] as const;
    }),
  );
  return Object.fromEntries(
    lines
      .filter(([, mark]) => mark !== '')
      .map(([line, mark]) => [
        line.replaceAll('\u00a0', ' ').trim().slice(0, 12).trim(),
        mark.replaceAll('\u00a0', ' '),
      ]),
  );
}
