import type { RunInstruction, Stage } from '../../dockerfile/model';
import { type Invocation, invocation } from '../../shell/invocation';
import type { ShellScript } from '../../shell/script';
import { keywordLike } from '../edits/block';
import type { Fix, LintFile, Rule } from '../rule';

/** Programs that may be a server. */
const servers: readonly string[] = (
  'npm yarn pnpm bun nodemon uvicorn gunicorn hypercorn http-server redis-server flask rails nginx node ts-node python ' +
  'python3 ruby java php'
).split(' ');

/** A RUN that starts a server never ends, or ends the server with the build. */
export const serverInRun: Rule = {
  id: 'server-in-run',
  summary: 'Start the server in CMD, not in RUN',
  category: 'correctness',
  severity: 'error',
  since: '0.1.0',
  docs: {
    why: '`RUN` happens while the image is built: the build waits for the server to end, which it never does. `CMD` says what a container runs when it starts.',
    notes:
      'Reported for the last `RUN` of the last stage, and only for commands that are known to serve until they are stopped.',
    bad: [
      'FROM node:22\nWORKDIR /app\nCOPY . .\nRUN node server.js\n',
      'FROM python:3.12\nCOPY app.py .\nRUN flask run --host 0.0.0.0\n',
    ],
    good: [
      'FROM node:22\nCOPY server.js .\nCMD ["node", "server.js"]\n',
      'FROM node:22\nCOPY . .\nRUN node build.js\nCMD ["node", "server.js"]\n',
    ],
  },
  when: { calls: servers },
  *check(file) {
    const started = serverStart(file);
    if (!started) return;
    const { run, server, stage, script } = started;
    yield {
      span: { start: server.programWord.span.start, end: server.command.span.end },
      instruction: run,
      message:
        'This starts a server while the image is built, and the build waits for it to end. Say in CMD what the container runs.',
      fixes: () => fixesFor(run, stage, script, server),
    };
  },
};

export interface ServerStart {
  readonly run: RunInstruction;
  readonly stage: Stage;
  readonly script: ShellScript;
  readonly server: Invocation;
}

/** The last RUN of the last stage, when it ends in a server in the foreground. */
export function serverStart(file: LintFile): ServerStart | undefined {
  const stage = file.dockerfile.stages.at(-1);
  const run = file.runs.at(-1);
  if (!stage || !run || run.stage !== stage) return undefined;
  const script = file.shell(run);
  const last = script.commands.at(-1);
  if (!last || last.conditional || (last.place !== 'top' && last.place !== 'pipeline')) return undefined;
  if (inBackground(file, last.span.end)) return undefined;
  const server = invocation(last);
  const hasCommand = stage.instructions.some(({ kind }) => kind === 'CMD' || kind === 'ENTRYPOINT');
  return isServer(server, { certain: hasCommand }) ? { run, stage, script, server } : undefined;
}

function inBackground(file: LintFile, end: number): boolean {
  return /^\s*&(?!&)/.test(file.dockerfile.text.slice(end, end + 20));
}

/** `certain`: the image has a command already, so only what can be nothing but a server counts. */
function isServer({ program, args }: Invocation, { certain }: { certain: boolean }): boolean {
  const words = args.map((word) => word.value);
  const first = words.find((word) => !word.startsWith('-'));
  if (words.some((word) => /^(--version|--help|-v|-V|-h|--check|-t|build|--eval|-e|-c)$/.test(word))) return false;
  switch (program) {
    case 'npm':
    case 'yarn':
    case 'pnpm':
    case 'bun':
      return (
        first === 'start' ||
        (first === 'run' && /^(start|serve|dev|start:\w+)$/.test(words[words.indexOf('run') + 1] ?? ''))
      );
    case 'nodemon':
    case 'uvicorn':
    case 'gunicorn':
    case 'hypercorn':
    case 'http-server':
    case 'redis-server':
      return true;
    case 'flask':
      return first === 'run';
    case 'rails':
      return first === 'server' || first === 's';
    case 'nginx':
      return words.some((word) => /daemon\s+off/.test(word));
    case 'node':
    case 'ts-node':
    case 'python':
    case 'python3':
    case 'ruby':
      if (first === 'manage.py') return words.includes('runserver');
      return !certain && first !== undefined && /(^|\/)(server|app|index|main|www)(\.\w+)?$/.test(first);
    case 'java':
      return (
        !certain &&
        words.includes('-jar') &&
        /(^|\/)(app|server|\*)[\w.-]*\.jar$/.test(words[words.indexOf('-jar') + 1] ?? '')
      );
    case 'php':
      return words.includes('-S') || (first === 'artisan' && words.includes('serve'));
    default:
      return false;
  }
}

function fixesFor(
  run: RunInstruction,
  stage: Stage,
  script: ShellScript,
  { command, programWord, args }: Invocation,
): readonly Fix[] {
  const words = [programWord, ...args];
  const alone = script.steps.length === 1 && script.steps[0]?.kind === 'command' && run.flags.length === 0;
  const plain =
    words.every((word) => word.literal) && command.redirects.length === 0 && command.assignments.length === 0;
  const taken = stage.instructions.some(({ kind }) => kind === 'CMD' || kind === 'ENTRYPOINT');
  if (!alone || !plain || taken || command.name !== programWord) return [];
  const json = `[${words.map((word) => JSON.stringify(word.value)).join(', ')}]`;
  return [
    {
      title: 'Start it in CMD',
      safe: false,
      edits: [{ span: run.span, newText: `${keywordLike(run, 'CMD')} ${json}` }],
    },
  ];
}
