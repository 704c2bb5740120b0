import type { Dockerfile, Instruction, Stage, Word } from '../../dockerfile/model';
import { blockOf } from '../edits/block';
import { hasStages } from '../facts/file-facts';
import type { Fix, Rule, SpanEdit } from '../rule';

/** Builders skip it; readers, and the legacy builder, do not. */
export const unusedStage: Rule = {
  id: 'unused-stage',
  summary: 'Remove stages that nothing uses',
  category: 'maintainability',
  severity: 'style',
  since: '0.1.0',
  related: { cache: 'CACHE061' },
  docs: {
    why: 'A stage that no `FROM`, `COPY --from` or mount refers to takes no part in the image. BuildKit skips it, the legacy builder spends the time, and everyone who reads the file wonders what it is for.',
    notes:
      'It may be a target of its own (`docker build --target name`): then give it a name that says so, or mention the target in a comment. Not reported: the last stage, names of work that is built on its own (test, dev, lint, debug, docs, release and the like), stages that say what to run (`CMD`, `ENTRYPOINT`), exports made from `scratch`, and files that refer to stages through variables that only the build knows.',
    bad: [
      'FROM node:22 AS assets\nWORKDIR /app\nCOPY . .\nRUN npm ci && npm run build\n\nFROM nginx:1.27\nCOPY html /usr/share/nginx/html\n',
    ],
    good: [
      'FROM node:22 AS assets\nWORKDIR /app\nCOPY . .\nRUN npm ci && npm run build\n\nFROM nginx:1.27\nCOPY --from=Assets /app/dist /usr/share/nginx/html\n',
      'FROM golang:1.22 AS build\nRUN go version\nFROM build AS test\nRUN go vet ./...\nFROM build\nCMD ["app"]\n',
    ],
  },
  applies: hasStages,
  *check({ dockerfile }) {
    const { stages } = dockerfile;
    if (stages.length < 2) return;
    const used = usedStages(dockerfile);
    for (const stage of stages.slice(0, -1)) {
      if (used === undefined || used.has(stage) || isTarget(dockerfile, stage)) continue;
      const { alias, imageWord, keywordSpan } = stage.from;
      const name = alias ? `"${alias.value}"` : 'without a name';
      yield {
        span: alias?.span ?? imageWord?.span ?? keywordSpan,
        instruction: stage.from,
        message: `Nothing in this file uses the stage ${name}. If it is built on its own with --target, say so in a comment; otherwise remove it.`,
        fixes: () => removeStage(dockerfile, stage),
      };
    }
  },
};

function removeStage(dockerfile: Dockerfile, stage: Stage): Fix | undefined {
  const edits = removal(dockerfile, stage);
  return edits && { title: 'Remove the stage', safe: false, edits };
}

/** Stages that something refers to; undefined when that cannot be told. */
function usedStages({ stages, instructions }: Dockerfile): ReadonlySet<Stage> | undefined {
  const used = new Set<Stage>();
  const byName = new Map(stages.toReversed().map((stage) => [stage.name, stage]));
  const mention = (name: string | undefined): boolean => {
    if (name === undefined) return true;
    if (!name.includes('$')) {
      const found = byName.get(name.toLowerCase()) ?? stages[/^\d+$/.test(name) ? Number(name) : stages.length];
      if (found) used.add(found);
      return true;
    }
    const pattern = name.toLowerCase().split(/\$\{[^}]*\}|\$\w+/);
    if (pattern.every((part) => part === '')) return false;
    const matches = new RegExp(`^${pattern.map((part) => part.replace(/[^\w]/g, '\\$&')).join('.*')}$`);
    for (const stage of stages) if (stage.name !== undefined && matches.test(stage.name)) used.add(stage);
    return true;
  };
  for (const stage of stages) {
    if (stage.base.kind === 'stage') used.add(stage.base.stage);
    // `FROM build-$FLAVOUR`: the default names one stage, the build may name another.
    if (!mention(stage.from.imageWord?.value) && stage.base.kind !== 'image') return undefined;
  }
  for (const instruction of instructions) {
    const own = instruction.kind === 'ONBUILD' ? instruction.trigger : instruction;
    for (const name of own ? references(own) : []) if (!mention(name)) return undefined;
  }
  return used;
}

function references(instruction: Instruction): readonly (string | undefined)[] {
  if (instruction.kind === 'RUN') return instruction.mounts.map(({ from }) => from);
  return instruction.kind === 'COPY' || instruction.kind === 'ADD' ? [instruction.from?.value?.value] : [];
}

const targets =
  /(?:^|[-_./\d])(?:tests?|testing|tester|unit|unittests?|integration|e2e|check|checks|lint|linter|linting|format|fmt|dev|develop|development|devel|devenv|debug|debugger|ci|qa|docs?|documentation|bench|benchmark|coverage|cover|prod|production|release|final|runtime|runner|run|app|image|export|exporter|artifacts?|output|outputs|out|binary|binaries|bin|dist|package|packages|vendor|vendored|validate|validation|verify|update|generate|generated|gen|tools|local|devcontainer|dind|shell|server|service|worker|api|web|cli|client|migrate|migrations?|slim|full|default|target|scan|audit|security|sbom|publish|deploy|staging|demo|example)(?:$|[-_./\d])/;

/** Made to be built on its own, by its name, its end or a comment. */
function isTarget(file: Dockerfile, stage: Stage): boolean {
  const { name, instructions, base } = stage;
  if (name !== undefined && targets.test(name)) return true;
  if (base.kind === 'scratch' || siblingOfLast(file, stage)) return true;
  if (name !== undefined && file.stages.some((other) => other !== stage && other.name === name)) return true;
  if (instructions.some(({ kind }) => kind === 'CMD' || kind === 'ENTRYPOINT' || kind === 'ONBUILD')) return true;
  const mentioned = file.comments.some(
    ({ text }) =>
      /--target|target=|-t\b|target/i.test(text) && (name === undefined || text.toLowerCase().includes(name)),
  );
  return mentioned || (name === undefined && file.stages.length === 2 && instructions.length === 1);
}

/** The last stage is made from the same one, or only exports files: this is another result beside it. */
function siblingOfLast({ stages }: Dockerfile, { base }: Stage): boolean {
  const last = stages.at(-1);
  if (!last) return false;
  if (base.kind === 'stage' && last.base.kind === 'stage' && base.stage === last.base.stage) return true;
  return last.base.kind === 'scratch' && !last.instructions.some(({ kind }) => kind === 'CMD' || kind === 'ENTRYPOINT');
}

/** The stage with the comments above it; undefined where stages are referred to by number. */
function removal(file: Dockerfile, stage: Stage): readonly SpanEdit[] | undefined {
  const byNumber = (word: Word | undefined) => word !== undefined && /^\d+$/.test(word.value);
  const numbered = file.instructions.some(
    (instruction) => (instruction.kind === 'COPY' || instruction.kind === 'ADD') && byNumber(instruction.from?.value),
  );
  const next = file.stages[stage.index + 1];
  if (numbered || !next || !stage.from.imageWord) return undefined;
  return [{ span: { start: blockOf(file, stage.from).start, end: blockOf(file, next.from).start }, newText: '' }];
}
