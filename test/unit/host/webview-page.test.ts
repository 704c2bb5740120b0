import { equal, match, ok } from 'node:assert/strict';
import { webviewPage } from '../../../src/host/webview-page';

describe('the page of a panel', () => {
  const page = webviewPage({
    title: 'Run "a<b>"',
    source: 'vscode-resource:',
    nonce: 'n0nce',
    script: 'vscode-resource:/run.js',
    styles: ['vscode-resource:/base.css'],
  });

  it('loads our script and styles and nothing else', () => {
    const policy = /Content-Security-Policy" content="([^"]+)"/.exec(page)?.[1] ?? '';
    match(policy, /^default-src 'none'; /);
    equal(/unsafe|https?:|\*/.test(policy), false, policy);
    ok(page.includes('<script nonce="n0nce" src="vscode-resource:/run.js">'));
    equal(page.match(/<script/g)?.length, 1);
  });

  it('shows names as text', () => {
    ok(page.includes('<title>Run &quot;a&lt;b&gt;&quot;</title>'));
  });
});
