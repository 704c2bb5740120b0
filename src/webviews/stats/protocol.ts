import type { ProcessTable, StatsSample } from '../../engine/container-watch';

/** A container whose use is shown. */
export interface ShownContainer {
  readonly id: string;
  readonly name: string;
}

/** What the page is told. */
export type ToPage =
  | {
      readonly kind: 'containers';
      readonly containers: readonly ShownContainer[];
      /** Whose processes are open at first. */
      readonly open: string | undefined;
    }
  | { readonly kind: 'samples'; readonly id: string; readonly samples: readonly StatsSample[] }
  | {
      readonly kind: 'processes';
      readonly id: string;
      readonly table: ProcessTable | undefined;
      readonly problem?: string;
    }
  | { readonly kind: 'gone'; readonly id: string }
  /** A sentence above everything; empty: there is nothing to say. */
  | { readonly kind: 'note'; readonly text: string };

/** What the page says. */
export type FromPage =
  /** It has been made, or made anew, and knows nothing. */
  { readonly kind: 'hello' } | { readonly kind: 'processes'; readonly id: string };
