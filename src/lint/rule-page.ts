import { codes } from './codes';
import type { ExampleSettings, Rule, RuleExample } from './rule';

/** What the best fix makes of an example; undefined when there is none. */
export type FixExample = (rule: Rule, example: RuleExample) => FixedExample | undefined;

export interface FixedExample {
  readonly title: string;
  readonly safe: boolean;
  readonly text: string;
  readonly files: readonly { readonly path: string; readonly append: string }[];
}

/** A rule's page in Markdown, the same in `docs/rules`, in `layerwright explain` and in the editor. */
export function renderRulePage(rule: Rule, fixExample: FixExample): string {
  const { why, notes, bad, good } = rule.docs;
  const parts = [
    `# ${rule.id}`,
    `${rule.summary}.`,
    facts(rule),
    '## Why',
    why,
    '## Reported',
    ...bad.flatMap((example) => [...renderExample(example), ...renderFix(fixExample(rule, example), textOf(example))]),
    '## Not reported',
    ...good.flatMap(renderExample),
    ...(notes === undefined ? [] : ['## Notes', notes]),
    '## Switching it off',
    `For one instruction, with a comment above it; a reason may follow the name:`,
    fence('dockerfile', `# layerwright ignore=${rule.id} why it is right here\n`),
    'For a stage or the whole file: `# layerwright stage ignore=…`, `# layerwright global ignore=…`. For a repository, in `.layerwright.yaml`:',
    fence('yaml', `rules:\n  ${rule.id}: off\n`),
  ];
  return `${parts.map((part) => part.trim()).join('\n\n')}\n`;
}

/** Where a code of hadolint, BuildKit or the cache catalogue is described. */
export function describeCodes(rule: Rule): readonly string[] {
  return [
    ...codes(rule.related, 'hadolint').map(
      (code) => `hadolint [${code}](https://github.com/hadolint/hadolint/wiki/${code})`,
    ),
    ...codes(rule.related, 'buildkit').map(
      (code) => `BuildKit [${code}](https://docs.docker.com/go/dockerfile/rule/${kebabCase(code)}/)`,
    ),
    ...codes(rule.related, 'cache'),
  ];
}

function facts(rule: Rule): string {
  const rows = [
    ['Category', rule.category],
    ['Severity', rule.severity],
    ['On by default', rule.off ? 'no' : 'yes'],
    ['Since', rule.since],
    ['Elsewhere', describeCodes(rule).join(', ')],
  ].filter(([, value]) => value !== '');
  return ['| | |', '|---|---|', ...rows.map(([name, value]) => `| ${name} | ${value} |`)].join('\n');
}

function renderExample(example: RuleExample): readonly string[] {
  const block = fence('dockerfile', textOf(example));
  if (typeof example === 'string') return [block];
  const settings = example.settings ? renderSettings(example.settings) : [];
  if (!example.context) return [block, ...settings];
  const files = Object.entries(example.context).map(([path, content]) =>
    content.trim() === '' ? `- \`${path}\`` : `- \`${path}\`:\n${indent(fence('', content))}`,
  );
  return [
    block,
    files.length > 0 ? 'with these files in the build context:' : 'with an empty build context.',
    files.join('\n'),
    ...settings,
  ];
}

function renderSettings({ trustedRegistries, labelSchema, strictLabels }: ExampleSettings): readonly string[] {
  const lines = [
    ...(trustedRegistries ? ['trustedRegistries:', ...trustedRegistries.map((one) => `  - "${one}"`)] : []),
    ...(labelSchema ? ['label-schema:', ...Object.entries(labelSchema).map(([key, type]) => `  ${key}: ${type}`)] : []),
    ...(strictLabels === undefined ? [] : [`strict-labels: ${strictLabels}`]),
  ];
  return ['with this in `.hadolint.yaml`:', fence('yaml', lines.join('\n'))];
}

function renderFix(fix: FixedExample | undefined, before: string): readonly string[] {
  if (!fix) return [];
  const files = fix.files.map(({ path, append }) => `and in \`${path}\`:\n\n${fence('', append)}`);
  const head = `**${fix.title}**${fix.safe ? ' (safe)' : ''}${fix.text === before ? '' : ' gives'}`;
  return [head, ...(fix.text === before ? [] : [fence('dockerfile', fix.text)]), ...files];
}

function fence(language: string, text: string): string {
  return `\`\`\`${language}\n${text.replace(/\n$/, '')}\n\`\`\``;
}

function indent(text: string): string {
  return text.replace(/^(?=.)/gm, '  ');
}

function textOf(example: RuleExample): string {
  return typeof example === 'string' ? example : example.dockerfile;
}

function kebabCase(name: string): string {
  return name
    .replace(/([a-z\d])([A-Z])/g, '$1-$2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1-$2')
    .toLowerCase();
}
