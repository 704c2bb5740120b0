import type { Readable } from 'node:stream';
import type { ImportOptions, LoadEvent } from './archives';
import type { BuildContext, BuildOptions } from './build-options';
import type { BuildEvent } from './build-progress';
import type {
  HistoryLayer,
  ImageDetails,
  ImageSummary,
  PruneReport,
  RegistryAuth,
  RemovedImages,
  TransferEvent,
} from './engine';

/** What can be done with images. Like all of the engine's port, rejects with EngineError. */
export interface Images {
  list(options?: { signal?: AbortSignal }): Promise<readonly ImageSummary[]>;
  inspect(ref: string, signal?: AbortSignal): Promise<ImageDetails>;
  history(ref: string, signal?: AbortSignal): Promise<readonly HistoryLayer[]>;
  /** Splits `target` itself; a reference without a tag gets `latest`. */
  tag(ref: string, target: string): Promise<void>;
  /** Never forces unless asked. Untags when the reference is one of several. */
  remove(ref: string, options?: { force?: boolean; keepParents?: boolean }): Promise<RemovedImages>;
  /** Dangling images; with `all`, every image no container uses. */
  prune(options: { all: boolean; signal?: AbortSignal }): Promise<PruneReport>;
  pull(
    ref: string,
    options: { platform?: string; auth?: RegistryAuth; signal: AbortSignal },
  ): AsyncIterable<TransferEvent>;
  push(ref: string, options: { auth?: RegistryAuth; signal: AbortSignal }): AsyncIterable<TransferEvent>;
  /**
   * BuildKit asks for what it needs of the context over a session; the legacy builder and Podman get all of it. Rejects with
   * `invalid` when the context cannot be read. Leaving the loop, or the signal, stops what the engine runs.
   */
  build(context: BuildContext, options: BuildOptions): AsyncIterable<BuildEvent>;
  /** A tar of the images with their layers, for `load`. Ends with an error when the engine breaks off. */
  save(refs: readonly string[], signal: AbortSignal): Promise<Readable>;
  /** Takes what `save` wrote, packed or not. The archive is destroyed in every case. */
  load(archive: Readable, signal: AbortSignal): AsyncIterable<LoadEvent>;
  /** Makes an image of one layer from a tar of files; returns its id. The archive is destroyed in every case. */
  import(archive: Readable, options: ImportOptions): Promise<string>;
}
