import { costText, verdictText } from '../builds/forecast-text';
import type { Forecast, ForecastStep } from '../cache/summary';
import type { Dockerfile, Instruction } from '../dockerfile/model';

export const forecastKinds = ['reuse', 'run', 'depends', 'unknown'] as const;
export type ForecastKind = (typeof forecastKinds)[number];

/** What the next build does with an instruction. */
export interface ForecastMark {
  /** Zero-based. */
  readonly line: number;
  readonly instruction: Instruction;
  readonly kind: ForecastKind;
  /** `runs, because src/app.ts changed; last time 12 s, 45 MB` */
  readonly text: string;
}

/** Of a forecast made for this very text. What is skipped, and triggers of a base image, have none. */
export function forecastMarks({ steps }: Forecast, { lines }: Dockerfile): readonly ForecastMark[] {
  return steps.flatMap((step) => {
    const { verdict, trigger, instruction } = step;
    if (trigger || verdict === 'skipped') return [];
    return [{ line: lines.positionAt(instruction.span.start).line, instruction, kind: verdict, text: textOf(step) }];
  });
}

function textOf(step: ForecastStep): string {
  const cost = costText(step);
  return `${verdictText(step)}${cost === '' ? '' : `; last time ${cost}`}`;
}

/** Beside the instruction, where there is little room. */
export function hintOf({ kind, text }: ForecastMark): string {
  const short = text.replace(/, because /, ': ');
  return kind === 'reuse' ? 'cached' : short.length > 70 ? `${short.slice(0, 70)}…` : short;
}
