import { basename } from 'node:path';
import type { RewrittenFile } from '../../optimise/rewriter';
import type { ProofSummary } from '../../optimise/summarise-proof';
import { openProofPanel, type ProofPanel } from '../../webviews/proof/panel';
import type { Services } from '../services';

/** Rewrites that are shown and not applied yet, one of a Dockerfile, each with its report where that is open. */
export interface Rewrites {
  /** The one that is meant: by the address of its text, else the last; undefined when there is none. */
  find(address: unknown): RewrittenFile | undefined;
  show(file: RewrittenFile): Promise<void>;
  report(file: RewrittenFile, proof?: ProofSummary): void;
  applied(file: RewrittenFile): Promise<void>;
}

export function createRewrites(services: Pick<Services, 'webviews' | 'run' | 'rewriteDocuments'>): Rewrites {
  const { webviews, run, rewriteDocuments } = services;
  const files = new Map<string, RewrittenFile>();
  const panels = new Map<string, ProofPanel>();
  return {
    find: (address) => files.get(rewriteDocuments.pathOf(address) ?? ''),
    async show(file) {
      files.set(file.path, file);
      panels.get(file.path)?.show({ file });
      const title = `${basename(file.path)} as it is and rewritten`;
      await rewriteDocuments.show({ path: file.path, title, text: file.rewrite.text });
    },
    report(file, proof) {
      const { path } = file;
      let panel = panels.get(path);
      if (!panel) {
        panel = openProofPanel(webviews, basename(path), {
          apply: () => void run('layerwright.applyRewrite', path),
          prove: () => void run('layerwright.proveRewrite', path),
          showDifference: () => void run('layerwright.optimiseDockerfile', { dockerfile: path, include: file.include }),
          takeAll: () => void run('layerwright.optimiseDockerfile', { dockerfile: path, include: 'all' }),
          closed: () => panels.delete(path),
        });
        panels.set(path, panel);
      }
      panel.show({ file, proof });
      panel.reveal();
    },
    async applied({ path }) {
      files.delete(path);
      panels.get(path)?.close();
      await rewriteDocuments.close(path);
    },
  };
}
