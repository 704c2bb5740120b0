import type { Directive } from '../../dockerfile/model';
import type { Span } from '../../shared/span';
import { buildkitCheckNames, isBuildkitCheck } from '../codes';
import { nearestWord } from '../nearest-word';
import type { Fix, Rule, RuleFinding } from '../rule';

const options = ['skip', 'error', 'experimental'];

export const unknownCheckOption: Rule = {
  id: 'unknown-check-option',
  summary: 'Write the check directive so that the builder understands it',
  category: 'correctness',
  severity: 'error',
  since: '0.1.0',
  docs: {
    why: 'An option that the builder does not know in `# check=` at the top of the file stops every build. The name of a check that does not exist is accepted and does nothing, and so is all behind the first blank: the checks that were meant go on as before.',
    notes:
      'Options are `skip=`, `error=` and `experimental=`, separated by semicolons; names of checks are separated by commas, and their case counts. Comments above single instructions are not looked at.',
    bad: [
      '# check=ignore=JSONArgsRecommended\nFROM alpine:3.20\n',
      '# check=skip=JsonArgsRecommended\nFROM alpine:3.20\n',
      '# check=skip=JSONArgsRecommended, StageNameCasing\nFROM alpine:3.20\n',
    ],
    good: ['# check=skip=JSONArgsRecommended,StageNameCasing;error=true\nFROM alpine:3.20\n'],
  },
  applies: ({ dockerfile }) => dockerfile.directives.length > 0,
  *check({ dockerfile }) {
    for (const directive of dockerfile.directives) {
      if (directive.name === 'check') yield* checkDirective(directive);
    }
  },
};

function* checkDirective({ value, valueSpan }: Directive): Iterable<RuleFinding> {
  const [read = ''] = value.split(/\s/, 1);
  let at = valueSpan.start;
  for (const part of read.split(';')) {
    const [key = '', list = ''] = splitAt(part, part.indexOf('='));
    if (!part.includes('=') || !options.includes(key)) {
      const span = { start: at, end: at + Math.max(key.length, 1) };
      yield {
        span,
        message: `"${part.includes('=') ? key : part}" is no option of the check directive, and the builder stops at it. There are skip=, error= and experimental=.`,
        fixes: replacing(span, part.includes('=') ? nearestWord(key, options) : undefined),
      };
    } else if (key !== 'error') yield* checkNames(list, at + key.length + 1);
    at += part.length + 1;
  }
  const rest = /^(,\s+|\s+,\s*)\S/.exec(value.slice(read.endsWith(',') ? read.length - 1 : read.length));
  if (rest?.[1] === undefined) return;
  const start = valueSpan.start + (read.endsWith(',') ? read.length - 1 : read.length);
  yield {
    span: { start: start + rest[1].length, end: valueSpan.end },
    severity: 'warning',
    message:
      'The builder reads the directive up to its first blank, so this part does nothing. Write the names without blanks.',
    fixes: [
      {
        title: 'Take the blank out',
        safe: false,
        edits: [{ span: { start, end: start + rest[1].length }, newText: ',' }],
      },
    ],
  };
}

function* checkNames(list: string, start: number): Iterable<RuleFinding> {
  let at = start;
  for (const name of list.split(',')) {
    const span = { start: at, end: at + name.length };
    at += name.length + 1;
    if (name === '' || name === 'all' || isBuildkitCheck(name)) continue;
    const meant = nearestWord(name, ['all', ...buildkitCheckNames()]);
    yield {
      span,
      severity: 'warning',
      message: `BuildKit has no check "${name}", so this does nothing.${meant ? ` Did you mean ${meant}?` : ''}`,
      fixes: replacing(span, meant),
    };
  }
}

function replacing(span: Span, newText: string | undefined): readonly Fix[] {
  return newText ? [{ title: `Replace with ${newText}`, safe: false, edits: [{ span, newText }] }] : [];
}

function splitAt(text: string, index: number): readonly string[] {
  return index < 0 ? [text] : [text.slice(0, index), text.slice(index + 1)];
}
