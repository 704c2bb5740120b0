import type { ArgInstruction, Instruction, Pair, PairsInstruction } from '../../dockerfile/model';
import type { ContextFiles } from '../context-files';
import { onFirstLine } from '../instructions/first-line';
import { secretFiles } from '../instructions/secret-files';
import { secretMount } from '../instructions/secret-mount';
import {
  isFingerprint,
  isNoSecret,
  isSecretName,
  isSecretNameToHadolint,
  mayBeSecretName,
} from '../instructions/secret-names';
import type { LintFile, RelatedCodes, Rule, RuleFinding } from '../rule';

/** What goes through ARG, ENV or COPY stays in the image, its history and the cache. */
export const secretInImage: Rule = {
  id: 'secret-in-image',
  summary: 'Keep secrets out of ARG, ENV and COPY',
  category: 'security',
  severity: 'warning',
  since: '0.1.0',
  related: { hadolint: 'DL3064', buildkit: 'SecretsUsedInArgOrEnv', cache: 'CACHE048' },
  docs: {
    why: 'An `ENV` is in the image for everybody who can pull it, an `ARG` in its history, and a copied file in a layer, also when a later step deletes it. A new value also runs all steps below again.',
    notes: `Give the value to the one \`RUN\` that needs it, and to the build with \`--secret\`:

    RUN --mount=type=secret,id=npm_token,env=NPM_TOKEN npm ci
    docker build --secret id=npm_token,env=NPM_TOKEN .

What the container needs when it runs belongs into its environment, not into the image. Variables are judged by their names, whatever their value; a name that is none of a secret can be switched off with a comment. BuildKit looks for whole words (\`key\`, \`token\`, \`password\`, …) and leaves out names with \`file\`, \`public\` or \`version\`; hadolint looks for parts of words, \`username\` among them. What either of them reports is reported, less names of users and of versions and the fingerprints of public keys, unless their profile or code is asked for. Files are private keys by their names, and where the build context is known \`.npmrc\`, \`.netrc\`, \`.pypirc\` and \`.env\` with a secret in them.`,
    bad: [
      'FROM node:22\nARG NPM_TOKEN\nRUN echo "//npm.example/:_authToken=$NPM_TOKEN" > .npmrc && npm ci && rm .npmrc\n',
      'FROM alpine:3.20\nENV DB_USER=app DB_PASSWORD=hunter2\n',
      'FROM alpine:3.20\nCOPY id_rsa /root/.ssh/\n',
    ],
    good: [
      'FROM node:22\nRUN --mount=type=secret,id=npm_token,env=NPM_TOKEN npm ci\n',
      'FROM alpine:3.20\nENV DB_USER=app SSH_KEY_FILE=/run/secrets/ssh\n',
    ],
  },
  when: { has: ['ARG', 'ENV', 'COPY', 'ADD', 'ONBUILD'] },
  applies: ({ dockerfile, context }) => dockerfile.instructions.some((one) => mayHoldSecret(one, context)),
  *check(file) {
    for (const instruction of file.dockerfile.instructions) {
      const inner = instruction.kind === 'ONBUILD' ? instruction.trigger : instruction;
      if (inner?.kind === 'ARG' || inner?.kind === 'ENV') yield* checkPairs(file, inner, instruction);
      if (inner?.kind !== 'COPY' && inner?.kind !== 'ADD') continue;
      for (const { word, holds } of secretFiles(inner, file.context)) {
        yield {
          ...onFirstLine(file.dockerfile, instruction, word.span, `"${word.value}"`),
          codes: { cache: 'CACHE048' },
          message: `"${word.value}" holds ${holds}, which stays in a layer of the image even if it is deleted later. Mount it as a secret in the RUN that needs it.`,
        };
      }
    }
  },
};

/** Cheap; false for most instructions. */
function mayHoldSecret(written: Instruction, context: ContextFiles | undefined): boolean {
  const instruction = written.kind === 'ONBUILD' ? written.trigger : written;
  switch (instruction?.kind) {
    case 'ARG':
    case 'ENV':
      return instruction.pairs.some(({ key }) => mayBeSecretName(key.value));
    case 'COPY':
    case 'ADD':
      return secretFiles(instruction, context).length > 0;
    default:
      return false;
  }
}

function* checkPairs(
  file: LintFile,
  inner: ArgInstruction | PairsInstruction,
  instruction: Instruction,
): Iterable<RuleFinding> {
  const { kind } = inner;
  // hadolint reads one name per ARG, and reports an instruction once.
  const toHadolint = (kind === 'ARG' ? inner.pairs.slice(0, 1) : inner.pairs).find(({ key }) =>
    isSecretNameToHadolint(key.value),
  );
  for (const pair of inner.pairs) {
    const codes = codesFor(pair, inner, pair === toHadolint);
    const name = pair.key.value;
    if (!codes || (!isAsked(file, codes) && (isNoSecret(name) || isFingerprint(name, pair.value?.value ?? ''))))
      continue;
    yield {
      ...onFirstLine(file.dockerfile, instruction, pair.key.span, `"${name}"`),
      codes,
      message: `${codes.buildkit ? `"${name}" sounds like a secret` : `"${name}" may be one half of a login or a secret`}, and ${
        kind === 'ARG'
          ? 'the value of an ARG stays in the history of the image. Use a secret mount in the RUN that needs it.'
          : 'everybody who has the image can read its ENV. Pass it when the container is run, or in a secret mount.'
      }`,
      fixes: () => secretMount(file, inner, pair),
    };
  }
}

/** The tool that reports it was asked to. */
function isAsked({ settings }: LintFile, { hadolint, buildkit }: RelatedCodes): boolean {
  if (settings.thorough) return true;
  return (
    (hadolint !== undefined && settings.asked('DL3064')) ||
    (buildkit !== undefined && settings.asked('SecretsUsedInArgOrEnv'))
  );
}

function codesFor({ key }: Pair, { stage, onbuild }: Instruction, hadolint: boolean): RelatedCodes | undefined {
  const buildkit = stage !== undefined && !onbuild && isSecretName(key.value);
  if (!hadolint && !buildkit) return undefined;
  return {
    ...(hadolint ? { hadolint: 'DL3064' } : {}),
    ...(buildkit ? { buildkit: 'SecretsUsedInArgOrEnv' } : {}),
    ...(isSecretName(key.value) ? { cache: 'CACHE048' } : {}),
  };
}
