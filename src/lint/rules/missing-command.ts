import type { Instruction, Stage } from '../../dockerfile/model';
import { chain } from '../../dockerfile/scope';
import type { Rule } from '../rule';
import { serverStart } from './server-in-run';

/** An image that only has an interpreter's or a shell's default command ends as soon as it starts. */
export const missingCommand: Rule = {
  id: 'missing-command',
  summary: 'Say in CMD or ENTRYPOINT what the container runs',
  category: 'correctness',
  severity: 'info',
  since: '0.1.0',
  docs: {
    why: 'Without `CMD` or `ENTRYPOINT` a container runs what the base image says: for a language or a distribution that is an interpreter or a shell, which ends at once when nobody types into it.',
    notes:
      'Reported only where the last stage starts from a known language or distribution image and looks like an application: it exposes a port, or copies the build context onto the image of a language. Images made to be a base for others can switch the rule off.',
    bad: ['FROM node:22\nWORKDIR /app\nCOPY . .\nRUN npm ci\nEXPOSE 80\n'],
    good: [
      'FROM node:22\nWORKDIR /app\nCOPY . .\nCMD ["node", "server.js"]\n',
      'FROM nginx:1.27\nCOPY site /usr/share/nginx/html\n',
      'FROM debian:12\nRUN apt-get update\n',
    ],
  },
  applies: ({ dockerfile }) => {
    const stage = dockerfile.stages.at(-1);
    return stage !== undefined && !stage.instructions.some(startsContainer) && isInterpreter(stage);
  },
  *check(file) {
    const stage = file.dockerfile.stages.at(-1);
    if (!stage || !isInterpreter(stage)) return;
    const instructions = chain(stage);
    if (instructions.some(startsContainer) || serverStart(file)) return;
    const exposes = instructions.some(({ kind }) => kind === 'EXPOSE');
    if (!exposes && !(isLanguage(stage) && instructions.some(copiesContext))) return;
    const image = stage.from.imageWord?.value ?? 'the base image';
    yield {
      span: stage.from.keywordSpan,
      instruction: stage.from,
      message: `The last stage has no CMD or ENTRYPOINT, so a container runs what ${image} does: a prompt that ends at once. Say what it is to run.`,
    };
  },
};

function copiesContext(instruction: Instruction): boolean {
  if (instruction.kind !== 'COPY' || instruction.from) return false;
  return instruction.sources.some(({ value }) => value === '.' || value === './');
}

/** A distribution is often the base of a tool box, which is given its command when it is run. */
function isLanguage(stage: Stage): boolean {
  if (stage.base.kind === 'stage') return isLanguage(stage.base.stage);
  return stage.base.kind === 'image' && !distributions.test(stage.base.image.repository);
}

const distributions =
  /^(debian|ubuntu|alpine|busybox|fedora|centos|rockylinux|almalinux|amazonlinux|archlinux|buildpack-deps)$/;

/** Official images whose own command is a prompt. */
const interpreters =
  /^(node|python|ruby|golang|rust|php|perl|openjdk|eclipse-temurin|amazoncorretto|elixir|erlang|haskell|swift|dart|julia|r-base|debian|ubuntu|alpine|busybox|fedora|centos|rockylinux|almalinux|amazonlinux|archlinux|buildpack-deps|bun|denoland\/deno|oven\/bun)$/;

function startsContainer({ kind }: Instruction): boolean {
  return kind === 'CMD' || kind === 'ENTRYPOINT';
}

function isInterpreter(stage: Stage): boolean {
  if (stage.base.kind === 'stage') return isInterpreter(stage.base.stage);
  if (stage.base.kind !== 'image' || stage.base.image.registry !== undefined) return false;
  const { repository, tag } = stage.base.image;
  // php:fpm and php:apache serve by themselves.
  if (repository === 'php' && /apache|fpm/.test(tag ?? '')) return false;
  return interpreters.test(repository.replace(/^library\//, ''));
}
