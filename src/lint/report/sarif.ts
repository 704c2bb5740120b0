import type { Range } from '../../shared/position';
import { allCodes } from '../codes';
import type { Finding, FindingFix } from '../finding';
import type { Rule, Severity } from '../rule';
import type { FileReport } from './report';

export interface SarifOptions {
  /** Of Layerwright. */
  readonly version: string;
  readonly rules: readonly Rule[];
}

type Level = 'error' | 'warning' | 'note';

const levels: Readonly<Record<Severity, Level>> = { error: 'error', warning: 'warning', info: 'note', style: 'note' };

/** SARIF 2.1.0, for code scanning. Columns are counted in UTF-16 units from one; fixes travel along. */
export function reportSarif(files: readonly FileReport[], { version, rules }: SarifOptions): string {
  const indexes = new Map(rules.map(({ id }, index) => [id, index]));
  const failures = files.flatMap(({ path, error }) => (error === undefined ? [] : [{ path, error }]));
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'Layerwright', semanticVersion: version, rules: rules.map(describeRule) } },
        columnKind: 'utf16CodeUnits',
        invocations: [
          {
            executionSuccessful: failures.length === 0,
            toolExecutionNotifications: failures.map(({ path, error }) => ({
              level: 'error',
              message: { text: error },
              locations: [{ physicalLocation: { artifactLocation: artifact(path) } }],
            })),
          },
        ],
        artifacts: files.map(({ path }) => ({ location: artifact(path), sourceLanguage: 'dockerfile' })),
        results: files.flatMap(({ path, findings }) =>
          findings.map((finding) => result(path, finding, indexes.get(finding.rule))),
        ),
      },
    ],
  };
  return `${JSON.stringify(log, undefined, 2)}\n`;
}

function describeRule({ id, summary, category, severity, off, related, docs }: Rule) {
  return {
    id,
    shortDescription: { text: `${summary}.` },
    fullDescription: { text: docs.why },
    help: { text: [docs.why, docs.notes].filter(Boolean).join('\n\n') },
    defaultConfiguration: { enabled: !off, level: levels[severity] },
    properties: { tags: [category, ...allCodes(related)] },
  };
}

function result(path: string, { rule, message, severity, range, related, places, fixes }: Finding, index?: number) {
  return {
    ruleId: rule,
    ruleIndex: index,
    level: levels[severity],
    message: { text: message },
    locations: [{ physicalLocation: { artifactLocation: artifact(path), region: region(range) } }],
    relatedLocations: places.map((place, id) => ({
      id,
      message: { text: place.message },
      physicalLocation: { artifactLocation: artifact(path), region: region(place.range) },
    })),
    fixes: fixes
      .filter(({ edits, files }) => edits.length > 0 && files.length === 0)
      .map((fix) => describeFix(path, fix)),
    properties: { severity, codes: allCodes(related) },
  };
}

/** A fix that also writes other files cannot be said in SARIF, and half of it would be wrong. */
function describeFix(path: string, { title, edits }: FindingFix) {
  return {
    description: { text: title },
    artifactChanges: [
      {
        artifactLocation: artifact(path),
        replacements: edits.map(({ range, newText }) => ({
          deletedRegion: region(range),
          insertedContent: { text: newText },
        })),
      },
    ],
  };
}

function region({ start, end }: Range) {
  return {
    startLine: start.line + 1,
    startColumn: start.character + 1,
    endLine: end.line + 1,
    endColumn: end.character + 1,
  };
}

function artifact(path: string): { readonly uri: string } {
  return {
    uri: path
      .replace(/\p{Surrogate}/gu, '\ufffd')
      .split('/')
      .map(encodeURIComponent)
      .join('/'),
  };
}
