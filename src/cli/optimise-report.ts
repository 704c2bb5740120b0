import { isUnchanged } from '../optimise/collect-rewrite';
import type { Proof } from '../optimise/proof';
import { isProved, type ProofSummary, summariseProof } from '../optimise/summarise-proof';
import { plural } from '../shared/plural';
import type { Optimised } from './optimise-command';

/** Of each kind in a text; the JSON has all. */
const mostLines = 40;

/** The patch, what was applied and what was not. */
export function optimiseText({ path, rewrite, patch }: Pick<Optimised, 'path' | 'rewrite' | 'patch'>): string {
  const lines: string[] = [];
  if (isUnchanged(rewrite)) lines.push(`There is nothing to rewrite in ${path}.`);
  else lines.push(patch, `${plural(rewrite.applied.length, 'fix', 'fixes')}:`);
  for (const { rule, title } of rewrite.applied) lines.push(`  ${title} (${rule})`);
  if (rewrite.refused.length > 0) lines.push('', 'Left as it is:');
  for (const { rule, line, message, fix } of rewrite.refused) {
    lines.push(`  line ${line + 1}: ${message} (${rule})`);
    if (fix !== undefined) lines.push(`    Its fix may change the image, so it is taken with --all only: ${fix}`);
  }
  return `${lines.join('\n')}\n`;
}

export function proofText(proof: Proof): string {
  const summary = summariseProof(proof);
  return `\n${[summary.verdict, ...differences(summary), '', ...table(summary), ...steps(summary), ...leftAside(summary)].join('\n')}\n`;
}

export function optimiseJson({ path, rewrite, patch, proof, written }: Optimised): string {
  const report = {
    version: 1,
    dockerfile: path,
    rewritten: !isUnchanged(rewrite),
    text: rewrite.text,
    files: rewrite.files,
    patch,
    applied: rewrite.applied,
    refused: rewrite.refused.map(({ rule, line, message, fix }) => ({ rule, line: line + 1, message, fix })),
    proof: proof && proofJson(proof),
    written,
  };
  return `${JSON.stringify(report, undefined, 2)}\n`;
}

function proofJson(proof: Proof) {
  const { verdict, differences: all, leftAside: aside } = summariseProof(proof);
  const steps = (list: Proof['before']['ran']) =>
    list.map(({ line, text, seconds }) => ({ line: line === undefined ? undefined : line + 1, text, seconds }));
  return {
    identical: isProved(proof),
    verdict,
    edited: proof.edit?.path,
    before: { ...proof.before, ran: steps(proof.before.ran) },
    after: { ...proof.after, ran: steps(proof.after.ran) },
    differences: all,
    leftAside: aside,
  };
}

function differences({ differences: all }: ProofSummary): readonly string[] {
  const shown = all.slice(0, mostLines).map(({ name, what }) => `  ${name}: ${what}`);
  return all.length > mostLines ? [...shown, `  and ${all.length - mostLines} more; --format json has all`] : shown;
}

function table({ rows }: ProofSummary): readonly string[] {
  const widths = {
    label: Math.max(...rows.map(({ label }) => label.length)),
    before: Math.max(8, ...rows.map(({ before }) => before.length)),
    after: Math.max(9, ...rows.map(({ after }) => after.length)),
  };
  const line = (label: string, before: string, after: string) =>
    `${label.padEnd(widths.label)}  ${before.padStart(widths.before)}  ${after.padStart(widths.after)}`;
  return [line('', 'as it is', 'rewritten'), ...rows.map(({ label, before, after }) => line(label, before, after))];
}

function steps({ ranBefore, ranAfter }: ProofSummary): readonly string[] {
  const list = (title: string, ran: readonly string[]) =>
    ran.length === 0 ? [] : [title, ...ran.map((step) => `  ${step}`)];
  const all = [...list('As it is, these run again:', ranBefore), ...list('Rewritten, these run again:', ranAfter)];
  return all.length === 0 ? [] : ['', ...all];
}

function leftAside({ leftAside: groups }: ProofSummary): readonly string[] {
  if (groups.length === 0) return [];
  const lines = groups.map(
    ({ reason, paths }) =>
      `  ${paths.slice(0, 3).join(', ')}${paths.length > 3 ? ` and ${paths.length - 3} more` : ''}: ${reason}`,
  );
  return ['', 'Different, but no difference in what the image does:', ...lines];
}
