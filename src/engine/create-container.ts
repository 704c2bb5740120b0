import type { RunOptions } from '../docker-run/run-options';

/**
 * What a container is made with: the options of `docker run` in its words (`memory` is `512m`, `ports` are `8080:80`), less
 * those that only the docker command acts on. Environment variables and labels of files have been read by then.
 */
export interface CreateContainer
  extends Omit<RunOptions, 'command' | 'entrypoint' | 'labels' | ClientKey | 'tty' | 'openStdin' | 'autoRemove'> {
  readonly command?: readonly string[];
  /** A list with one empty text takes the image's away. */
  readonly entrypoint?: readonly string[];
  readonly labels?: Readonly<Record<string, string>>;
  readonly tty?: boolean;
  readonly openStdin?: boolean;
  readonly autoRemove?: boolean;
}

/** Options that are acted on before the engine is asked. */
export type ClientKey = 'detach' | 'attach' | 'pull' | 'envFiles' | 'labelFiles';
