import type { Finding, FindingFix } from '../finding';
import type { ReportFormat } from './report';

/** The fixes each format shows, or counts; those that are in no list are never worked out. */
const shown: Partial<Record<ReportFormat, (fixes: readonly FindingFix[]) => readonly FindingFix[]>> = {
  text: (fixes) => fixes.filter(({ safe }) => safe).slice(0, 1),
  json: (fixes) => fixes.slice(0, 1),
  sarif: (fixes) => fixes,
};

/**
 * Findings as plain data with what a format tells about them. A finding as it comes from `lint` can still work out its fixes
 * and therefore keeps the whole model of its file alive; a report of thousands of files could not hold so many.
 */
export function settled(findings: readonly Finding[], format: ReportFormat): readonly Finding[] {
  const choose = shown[format];
  return findings.map((finding) => {
    const { rule, category, severity, message, range, related, places } = finding;
    const fixes = choose ? choose(finding.fixes) : [];
    return { rule, category, severity, message, range, related, places, fixes };
  });
}
