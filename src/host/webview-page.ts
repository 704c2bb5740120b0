import { escapeHtml } from '../shared/escape-html';

export interface WebviewPageOptions {
  readonly title: string;
  /** What the editor calls its own resources in a content security policy. */
  readonly source: string;
  readonly nonce: string;
  readonly script: string;
  readonly styles: readonly string[];
}

/**
 * The page of a panel: empty but for the place where its script draws. Nothing is loaded but our script and style sheets;
 * no inline code, no network, no frames.
 */
export function webviewPage({ title, source, nonce, script, styles }: WebviewPageOptions): string {
  const policy = [
    "default-src 'none'",
    `style-src ${source}`,
    `font-src ${source}`,
    `img-src ${source} data:`,
    `script-src 'nonce-${nonce}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  const links = styles.map((href) => `<link rel="stylesheet" href="${escapeHtml(href)}">`);
  return [
    '<!DOCTYPE html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="UTF-8">',
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1.0">',
    `<title>${escapeHtml(title)}</title>`,
    ...links,
    '</head>',
    '<body>',
    '<main id="app"></main>',
    `<script nonce="${nonce}" src="${escapeHtml(script)}"></script>`,
    '</body>',
    '</html>',
  ].join('\n');
}
