import type { ContextValue, ViewId } from '../../ids';

/** What the manifest and docs/commands.md say of a command. */
export interface CommandContribution {
  /** As in the palette; ends in `…` when the command asks something. */
  readonly title: string;
  /** Of VS Code's codicons. */
  readonly icon?: string;
  /** Greyed out unless this holds. */
  readonly enablement?: string;
  /** One sentence for the page of commands. */
  readonly does: string;
  /** What people type for it in a terminal. */
  readonly typed?: readonly string[];
  /** When the palette offers it: always, where left out. */
  readonly palette?: string | false;
  /** Titles of views. Groups: `navigation@n` are buttons; what removes is in `9_destructive`. */
  readonly titles?: readonly TitlePlace[];
  /** Rows of views. Groups: `inline@n` are buttons, two at most in a row; what removes is in `9_destructive`. */
  readonly rows?: readonly RowPlace[];
  readonly elsewhere?: readonly MenuPlace[];
  /** Keys, while a view has the focus; the command gets the rows that are selected, as a menu would hand them. */
  readonly keys?: readonly KeyPlace[];
}

export interface TitlePlace {
  readonly view: ViewId;
  readonly group: string;
  /** Further conditions. */
  readonly when?: string;
}

export interface RowPlace {
  readonly view: ViewId;
  /** Kinds of rows. */
  readonly values: readonly ContextValue[];
  readonly group: string;
  /** Not offered while several rows are selected. */
  readonly single?: true;
  /** Further conditions. */
  readonly when?: string;
}

/** `editor/context`, `explorer/context` and the like, or one of ours: see submenus.ts. */
export interface MenuPlace {
  readonly menu: string;
  readonly when?: string;
  readonly group: string;
}

export interface KeyPlace {
  readonly view: ViewId;
  readonly key: string;
  readonly mac?: string;
}
