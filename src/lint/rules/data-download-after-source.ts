import { wordsOf } from '../flow/words';
import { type Hoist, hoistAbove } from '../order/hoist';
import { type MisplacedRun, placesOf } from '../order/misplaced';
import type { LintFile, Rule, RuleFinding } from '../rule';

/** Models and browsers are the largest downloads of a build and change least. */
export const dataDownloadAfterSource: Rule = {
  id: 'data-download-after-source',
  summary: 'Download models, data sets and browsers before the source is copied',
  category: 'cache',
  severity: 'info',
  since: '0.1.0',
  related: { cache: 'CACHE062' },
  docs: {
    why: 'Models, data sets and browsers are often hundreds of megabytes and hardly ever change. Below the copy of the source they are downloaded again at every edit.',
    notes:
      'The fix moves a download whose address stands in the command. A download by a library (`python -m spacy download`, `playwright install`) has to stay below the install of that library, so it moves once the install stands above the source. A script of the project is copied on its own first: `COPY download_models.py .`, run it, then copy the rest.',
    bad: [
      'FROM python:3.12\nWORKDIR /app\nCOPY . .\nRUN curl -fsSL -o /models/base.onnx https://example.com/models/base.onnx\n',
      'FROM python:3.12\nRUN pip install spacy==3.7.5\nWORKDIR /app\nCOPY . .\nRUN python -m spacy download en_core_web_sm\n',
      'FROM python:3.12\nWORKDIR /app\nCOPY . .\nRUN python download_models.py\n',
    ],
    good: [
      'FROM python:3.12\nRUN pip install spacy==3.7.5\nRUN python -m spacy download en_core_web_sm\nWORKDIR /app\nCOPY . .\n',
      'FROM python:3.12\nWORKDIR /app\nCOPY download_models.py .\nRUN python download_models.py\nCOPY . .\n',
    ],
  },
  applies: (file) => placesOf(file).misplaced.length > 0,
  *check(file) {
    for (const found of placesOf(file).misplaced) if (found.kind === 'data') yield finding(file, found);
  },
};

function finding(file: LintFile, found: MisplacedRun): RuleFinding {
  const { run, command, copy, data } = found;
  const span = command.command.span;
  const hoist = moved(file, found);
  const shown = wordsOf(file, span);
  const name = shown.length > 60 ? `${shown.slice(0, 57)}…` : shown;
  const advice =
    data?.constant === false
      ? 'Copy what the download needs on its own, download, then copy the rest.'
      : 'Download above the copy.';
  const refusal = 'fix' in hoist || !data?.constant ? '' : ` There is no automatic fix, because ${hoist.reason}.`;
  return {
    span,
    instruction: run.instruction,
    message: `\`${name}\` stands below the copy of the source, so every edited file downloads ${data?.what ?? 'the data'} again. ${advice}${refusal}`,
    related: [{ span: copy.instruction.span, message: 'The source comes in here.' }],
    fixes: 'fix' in hoist ? [hoist.fix] : [],
  };
}

function moved(file: LintFile, { run, copy, data }: MisplacedRun): Hoist {
  if (!data?.constant) return { reason: 'code of the project decides what is downloaded' };
  return hoistAbove(file, run, copy, 'Download before the source is copied');
}
