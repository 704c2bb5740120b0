import { plural } from '../../shared/plural';
import { blockOf, blockText, insertBelow } from '../edits/block';
import { flowOf } from '../flow/flow-of';
import { wordsOf } from '../flow/words';
import { type EarlyCopy, earlyCopies, obstacleToLower } from '../order/early-copy';
import type { LintFile, Rule, RuleFinding } from '../rule';

/** An entry point is edited more often than packages are chosen. */
export const fileCopiedTooEarly: Rule = {
  id: 'file-copied-too-early',
  summary: 'Copy scripts and configuration below the installs that do not use them',
  category: 'cache',
  severity: 'info',
  since: '0.1.0',
  related: { cache: 'CACHE040' },
  docs: {
    why: 'A start script or a configuration file is small and often edited. Copied above an install, each edit of it installs everything again, although the install never looks at the file.',
    notes:
      'Reported for single files: scripts and configuration of what the container runs. Files that package managers read, lists, keys and installers are left alone, and so is everything in front of a step that names the file or runs something unknown. The fix moves the copy below the last step that does not use it. Where the file lands in a folder of the system the fix is not called safe, because a package may bring a file of the same name.',
    bad: [
      'FROM debian:12\nCOPY docker-entrypoint.sh /usr/local/bin/\nRUN apt-get update && apt-get install -y postgresql-client\nENTRYPOINT ["docker-entrypoint.sh"]\n',
      'FROM nginx:1.27\nCOPY default.conf /etc/nginx/conf.d/default.conf\nRUN apt-get update && apt-get install -y certbot\n',
    ],
    good: [
      'FROM debian:12\nRUN apt-get update && apt-get install -y postgresql-client\nCOPY docker-entrypoint.sh /usr/local/bin/\nENTRYPOINT ["docker-entrypoint.sh"]\n',
      'FROM debian:12\nCOPY backports.list /etc/apt/sources.list.d/\nRUN apt-get update && apt-get install -y git\n',
      'FROM debian:12\nCOPY start.sh /\nRUN chmod +x /start.sh && apt-get update && apt-get install -y git\n',
    ],
  },
  when: { has: ['COPY', 'ADD'] },
  *check(file) {
    for (const flow of flowOf(file).stages) for (const found of earlyCopies(flow)) yield finding(file, found);
  },
};

function finding(file: LintFile, found: EarlyCopy): RuleFinding {
  const { copy, run, command } = found;
  const { instruction } = copy;
  const first = instruction.sources[0]?.span ?? instruction.argumentSpan;
  const span = { start: first.start, end: instruction.sources.at(-1)?.span.end ?? first.end };
  const work = command.recognised?.span ?? command.call.programWord.span;
  const count = instruction.sources.length;
  const what = count === 1 ? wordsOf(file, span) : plural(count, 'file');
  const obstacle = obstacleToLower(file, found);
  const { dockerfile } = file;
  const block = blockOf(dockerfile, instruction);
  return {
    span,
    instruction,
    message: `Every edit of ${what} runs \`${wordsOf(file, work)}\` again, which does not use ${count === 1 ? 'it' : 'them'}. Copy ${count === 1 ? 'it' : 'them'} below.${obstacle ? ` There is no automatic fix, because ${obstacle}.` : ''}`,
    related: [{ span: work, message: 'Runs again at every edit of the file.' }],
    fixes: obstacle
      ? []
      : [
          {
            title: 'Copy below the steps that do not use it',
            safe: isOwnPlace(copy.destination ?? ''),
            edits: [
              { span: block, newText: '' },
              insertBelow(dockerfile, run.instruction, blockText(dockerfile, block)),
            ],
          },
        ],
  };
}

/** No package puts anything there. */
function isOwnPlace(destination: string): boolean {
  return /^\/(?:[^/]+\.\w+|app|srv|opt|code|src|work|workspace|data|home\/\w+|usr\/src|usr\/local\/(?:s?bin|app)|docker[\w-]*|scripts?)(?:\/|$)/.test(
    destination,
  );
}
