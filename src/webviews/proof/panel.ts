import type { Webviews } from '../../host/webview';
import type { RewrittenFile } from '../../optimise/rewriter';
import type { ProofSummary } from '../../optimise/summarise-proof';
import type { FromProofPage, ToProofPage } from './protocol';

/** What the buttons of the page do. */
export interface ProofPanelHost {
  readonly apply: () => void;
  readonly prove: () => void;
  readonly showDifference: () => void;
  readonly takeAll: () => void;
  readonly closed: () => void;
}

export interface ProofPanel {
  show(shown: { readonly file: RewrittenFile; readonly proof?: ProofSummary | undefined }): void;
  reveal(): void;
  close(): void;
}

/** The report of a rewrite: what it changes, what it leaves and why, and what the proof has shown. */
export function openProofPanel(webviews: Webviews, name: string, host: ProofPanelHost): ProofPanel {
  const panel = webviews.open<FromProofPage, ToProofPage>({
    name: 'proof',
    title: `Optimise ${name}`,
    column: 'beside',
    keep: true,
  });
  const actions: Readonly<Record<FromProofPage['kind'], () => void>> = {
    apply: host.apply,
    prove: host.prove,
    difference: host.showDifference,
    all: host.takeAll,
  };
  panel.onMessage((message) => {
    if (Object.hasOwn(actions, message?.kind)) actions[message.kind]();
  });
  panel.onDidClose(host.closed);
  return {
    show({ file: { rewrite }, proof }) {
      const { applied, refused } = rewrite;
      const files = [...new Set(rewrite.files.map(({ path }) => path))];
      panel.post({ kind: 'show', report: { name, applied, refused, files, proof } });
    },
    reveal: panel.reveal,
    close: () => panel.dispose(),
  };
}
