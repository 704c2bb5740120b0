import { isForeignCode } from '../codes';
import { nearestWord } from '../nearest-word';
import type { Rule, RuleFinding } from '../rule';
import { ruleIds } from '../rule-ids';
import { ownPragma } from '../suppress/pragmas';

const known: ReadonlySet<string> = new Set(ruleIds);

export const unknownSuppression: Rule = {
  id: 'unknown-suppression',
  summary: 'Name existing rules in suppression comments',
  category: 'maintainability',
  severity: 'warning',
  since: '0.1.0',
  docs: {
    why:
      'A comment that suppresses a rule which does not exist suppresses nothing. Mostly the id is misspelt, and the ' +
      'finding it was written for is still there or comes back.',
    notes:
      'Ids of rules and the codes of hadolint, ShellCheck, BuildKit and the cache catalogue are accepted. Comments ' +
      'written for hadolint or BuildKit are not looked at.',
    bad: [
      '# layerwright ignore=absolute-workdirs\nFROM alpine:3.20\n',
      '# layerwright global ignored=absolute-workdir\n',
    ],
    good: [
      'FROM alpine:3.20\n# layerwright ignore=absolute-workdir, DL3003 the base image sets it\nWORKDIR app\n',
      '# layerwright lints this file, and CI=true is set\nFROM alpine:3.20\n',
    ],
  },
  applies: ({ dockerfile }) => dockerfile.comments.length > 0,
  *check({ dockerfile }): Iterable<RuleFinding> {
    for (const comment of dockerfile.comments) {
      const pragma = ownPragma(comment);
      if (!pragma) {
        const typo = /^([ \t]*)(layerwright[ \t]+(?:[\w-]+[ \t]+)?[\w-]+)[ \t]*=/.exec(comment.text);
        if (!typo) continue;
        const start = comment.span.start + 1 + (typo[1] ?? '').length;
        yield {
          span: { start, end: start + (typo[2] ?? '').length },
          message: `"${typo[2]}" is not understood, so nothing is suppressed. Write "layerwright ignore=", "layerwright stage ignore=" or "layerwright global ignore=".`,
        };
      } else if (pragma.words.length === 0) {
        yield { span: comment.span, message: 'This comment names no rule, so nothing is suppressed.' };
      }
      for (const word of pragma?.words ?? []) {
        if (known.has(word.text) || isForeignCode(word.text)) continue;
        const meant = nearestWord(word.text, ruleIds);
        yield {
          span: word.span,
          message: `There is no rule "${word.text}", so nothing is suppressed.${meant ? ` Did you mean "${meant}"?` : ''}`,
          fixes: meant
            ? [{ title: `Replace with "${meant}"`, safe: false, edits: [{ span: word.span, newText: meant }] }]
            : [],
        };
      }
    }
  },
};
