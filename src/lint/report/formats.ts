import type { Rule } from '../rule';
import { reportCheckstyle } from './checkstyle';
import { reportGithub } from './github';
import { reportGitlab } from './gitlab';
import { jsonWriter, reportJson } from './json';
import { reportJunit } from './junit';
import type { FileReport, ReportFormat, ReportWriter } from './report';
import { reportSarif } from './sarif';
import { reportText, textWriter } from './text';

export interface ReportOptions {
  /** For people at a terminal. */
  readonly color: boolean;
  /** Of Layerwright. */
  readonly version: string;
  readonly rules: readonly Rule[];
}

/** Who writes each format. */
export const reporters: Readonly<
  Record<ReportFormat, (files: readonly FileReport[], options: ReportOptions) => string>
> = {
  text: reportText,
  json: reportJson,
  sarif: reportSarif,
  github: reportGithub,
  gitlab: reportGitlab,
  checkstyle: reportCheckstyle,
  junit: reportJunit,
};

/**
 * Writes a format as far as it can be before everything is known: the one for people, who like to see it, and the one for
 * programs, of which there is most.
 */
export function reportWriter(format: ReportFormat, options: ReportOptions, out: (text: string) => void): ReportWriter {
  if (format === 'text') return textWriter(options, out);
  if (format === 'json') return jsonWriter(out);
  const files: FileReport[] = [];
  return { add: (file) => files.push(file), end: () => out(reporters[format](files, options)) };
}
