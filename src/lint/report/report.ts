import type { Finding } from '../finding';

/** What `--format` takes. */
export const reportFormats = ['text', 'json', 'sarif', 'github', 'gitlab', 'checkstyle', 'junit'] as const;

export type ReportFormat = (typeof reportFormats)[number];

/** What a reporter gets about each file, in the order to report. */
export interface FileReport {
  /** As the person wrote it, or relative to the current directory; slashes. */
  readonly path: string;
  readonly findings: readonly Finding[];
  /** Why the file could not be linted. */
  readonly error?: string;
}

/** Takes the reports of files one after the other. */
export interface ReportWriter {
  add(file: FileReport): void;
  end(): void;
}
