import { absentChecks } from '../lint/absent-checks';
import type { Category, Rule } from '../lint/rule';
import { describeCodes, type FixExample, renderRulePage } from '../lint/rule-page';

const categories: Readonly<Record<Category, string>> = {
  correctness: 'Correctness: the build or the container does not do what the file says',
  cache: 'Cache: the next build runs again what it could reuse',
  size: 'Size: the image holds what nobody needs',
  reproducibility: 'Reproducibility: the same file gives another image tomorrow',
  security: 'Security',
  maintainability: 'Maintainability',
  style: 'Style',
};

/** The files of `docs/rules` by name: a page per rule, and the index. */
export function renderRuleDocs(rules: readonly Rule[], fixExample: FixExample): ReadonlyMap<string, string> {
  return new Map([
    ['README.md', renderIndex(rules)],
    ...rules.map((rule): [string, string] => [`${rule.id}.md`, generated(renderRulePage(rule, fixExample))]),
  ]);
}

function renderIndex(rules: readonly Rule[]): string {
  const sections = (Object.keys(categories) as Category[]).flatMap((category) => {
    const members = rules.filter((rule) => rule.category === category);
    if (members.length === 0) return [];
    const rows = members.map((rule) => {
      const severity = rule.off ? 'off' : rule.severity;
      return `| [${rule.id}](${rule.id}.md) | ${rule.summary} | ${severity} | ${describeCodes(rule).join(', ')} |`;
    });
    return [
      `## ${categories[category]}`,
      ['| Rule | | Severity | Elsewhere |', '|---|---|---|---|', ...rows].join('\n'),
    ];
  });
  return generated(`${['# Rules', ...sections, ...renderAbsent()].join('\n\n')}\n`);
}

/** Checks of other tools that have no rule, so that nobody looks for them. */
function renderAbsent(): readonly string[] {
  const rows = absentChecks.map(({ code, why }) => `| ${code} | ${why} |`);
  return ['## Not here, and why', ['| Check | |', '|---|---|', ...rows].join('\n')];
}

function generated(page: string): string {
  return `<!-- Generated from src/lint/rules by "npm run update". -->\n\n${page}`;
}
