import {
  Diagnostic,
  DiagnosticRelatedInformation,
  DiagnosticSeverity,
  DiagnosticTag,
  Range as EditorRange,
  Location,
  Uri,
} from 'vscode';
import type { ConfigProblem } from '../lint/config/config-file';
import type { Finding } from '../lint/finding';
import type { RuleId } from '../lint/rule-ids';
import type { Range } from '../shared/position';
import { displayedSeverities, displayedTag } from './finding-display';

export const diagnosticSource = 'layerwright';

export function toDiagnostic(finding: Finding, uri: Uri): Diagnostic {
  const diagnostic = new Diagnostic(
    toEditorRange(finding.range),
    finding.message,
    DiagnosticSeverity[displayedSeverities[finding.severity]],
  );
  diagnostic.source = diagnosticSource;
  diagnostic.code = { value: finding.rule, target: rulePageUri(finding.rule) };
  const tag = displayedTag(finding);
  if (tag) diagnostic.tags = [DiagnosticTag[tag]];
  if (finding.places.length > 0) {
    diagnostic.relatedInformation = finding.places.map(
      ({ range, message }) => new DiagnosticRelatedInformation(new Location(uri, toEditorRange(range)), message),
    );
  }
  return diagnostic;
}

export function toConfigDiagnostic({ position, message }: ConfigProblem): Diagnostic {
  const { line, character } = position;
  // Only the start is known; the editor widens an empty range to the word.
  const range = new EditorRange(line, character, line, character);
  const diagnostic = new Diagnostic(range, message, DiagnosticSeverity.Warning);
  diagnostic.source = diagnosticSource;
  return diagnostic;
}

export function toEditorRange({ start, end }: Range): EditorRange {
  return new EditorRange(start.line, start.character, end.line, end.character);
}

/** Opens the page inside the editor: no network, no browser. */
function rulePageUri(rule: RuleId): Uri {
  return Uri.parse(`command:layerwright.openRulePage?${encodeURIComponent(JSON.stringify([rule]))}`);
}
