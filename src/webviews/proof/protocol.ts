import type { AppliedFix, Refusal } from '../../optimise/collect-rewrite';
import type { ProofSummary } from '../../optimise/summarise-proof';

/** A rewrite and what is known of it. */
export interface ProofReport {
  /** The Dockerfile's name. */
  readonly name: string;
  readonly applied: readonly AppliedFix[];
  readonly refused: readonly Refusal[];
  /** Names of files beside the Dockerfile that change, too. */
  readonly files: readonly string[];
  /** Undefined: it was not proved. */
  readonly proof: ProofSummary | undefined;
}

/** What the page is told. */
export interface ToProofPage {
  readonly kind: 'show';
  readonly report: ProofReport;
}

/** What the page says. `all` asks for the fixes that may change the image as well. */
export interface FromProofPage {
  readonly kind: 'apply' | 'prove' | 'difference' | 'all';
}
