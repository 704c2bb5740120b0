/** Something in a file system of an image. Paths are relative to its root, with slashes: `usr/bin/env`. */
export interface ImageFile {
  readonly path: string;
  readonly type: FileType;
  /** Permission bits with setuid, setgid and sticky. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** Bytes of content; 0 for what has none. */
  readonly size: number;
  /** SHA-256 of a file's content, in hex. */
  readonly digest: string | undefined;
  /** Where a symbolic link leads, as written. */
  readonly target: string | undefined;
  /** `major:minor` of a device. */
  readonly device: string | undefined;
  /** Extended attributes by name, such as `security.capability`. Bytes that are no UTF-8 are all the same here. */
  readonly attributes: Readonly<Record<string, string>>;
}

export type FileType = 'file' | 'directory' | 'symlink' | 'character-device' | 'block-device' | 'fifo';

/** What a layer does to the file system below it, in the order of its archive. */
export type LayerEntry =
  | { readonly kind: 'file'; readonly file: ImageFile }
  /** A further name of a file; its content is where `target` is. */
  | { readonly kind: 'hard-link'; readonly path: string; readonly target: string }
  /** A whiteout: what lower layers have there is gone. */
  | { readonly kind: 'removed'; readonly path: string }
  /** An opaque directory: nothing that lower layers have in it is left. */
  | { readonly kind: 'emptied'; readonly path: string };

export interface Layer {
  readonly entries: readonly LayerEntry[];
  /** Content of its files, uncompressed. */
  readonly bytes: number;
}
