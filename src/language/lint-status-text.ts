import { basename } from 'node:path';
import { countFindings } from './finding-display';
import type { LintResult } from './lint-results';

/** The status item's words. Severities are names of `LanguageStatusSeverity`. */
export interface LintStatusText {
  readonly severity: 'Information' | 'Warning' | 'Error';
  readonly text: string;
  readonly detail: string;
  readonly busy: boolean;
}

export const statusWhileRunning: LintStatusText = {
  severity: 'Information',
  text: 'Layerwright: linting',
  detail: '',
  busy: true,
};

export const statusWhenOff: LintStatusText = {
  severity: 'Information',
  text: 'Layerwright: linting is off',
  detail: 'Turned off in the settings',
  busy: false,
};

export const statusAfterFailure: LintStatusText = {
  severity: 'Error',
  text: 'Layerwright: linting failed',
  detail: 'The output says why',
  busy: false,
};

export function statusOf({ findings, configFile, configProblems, settingProblems }: LintResult): LintStatusText {
  const text = `Layerwright: ${countFindings(findings) ?? 'no problems'}`;
  const [problem] = settingProblems;
  if (problem !== undefined) return { severity: 'Warning', text, detail: `Settings: ${problem}`, busy: false };
  const name = configFile === undefined ? undefined : basename(configFile);
  const [configProblem] = configProblems;
  if (configProblem) {
    const detail = `${name}, line ${configProblem.position.line + 1}: ${configProblem.message}`;
    return { severity: 'Warning', text, detail, busy: false };
  }
  return { severity: 'Information', text, detail: name ? `Configured by ${name}` : 'Default rules', busy: false };
}
