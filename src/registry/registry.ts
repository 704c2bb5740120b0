import { EngineError } from '../engine/errors';
import type { RemoteImage } from './manifest';
import type { Pages } from './pages';

/** One registry over its HTTP API. Every call rejects with an `EngineError`. Names are as the registry knows them. */
export interface Registry {
  /** `docker.io`, `ghcr.io`, `localhost:5000` */
  readonly host: string;
  /** Account whose credentials were accepted; undefined before the first call, and without credentials. */
  readonly user: string | undefined;
  /** Whether the credentials are right. */
  check(signal?: AbortSignal): Promise<void>;
  /** All that the registry lists; rejects with `CatalogueError` where it lists none. */
  repositories(): Pages<string>;
  tags(repository: string): Pages<RemoteTag>;
  image(repository: string, reference: string, signal?: AbortSignal): Promise<RemoteImage>;
  /** Of a tag; one small call. */
  digest(repository: string, tag: string, signal?: AbortSignal): Promise<string>;
  /** Removes the tag alone. False when the registry can delete whole images only. */
  deleteTag(repository: string, tag: string, signal?: AbortSignal): Promise<boolean>;
  /** Removes an image with all its tags. */
  deleteImage(repository: string, digest: string, signal?: AbortSignal): Promise<void>;
  dispose(): void;
}

export interface RemoteTag {
  readonly name: string;
  /** Where the list tells. */
  readonly image: RemoteImage | undefined;
}

/** A registry without a list of its repositories: they have to be named. */
export class CatalogueError extends EngineError {}
