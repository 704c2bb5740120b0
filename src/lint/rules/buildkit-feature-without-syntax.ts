import type { Instruction } from '../../dockerfile/model';
import type { Span } from '../../shared/span';
import { addSyntax } from '../edits/add-syntax';
import {
  type Frontend,
  type FrontendFeature,
  frontendOf,
  knows,
  linkFeature,
  mountFeature,
} from '../instructions/frontend';
import type { Fix, LintFile, Rule } from '../rule';

/** Which Dockerfile syntax a build speaks is up to the builder, unless the file says it. */
export const buildkitFeatureWithoutSyntax: Rule = {
  id: 'buildkit-feature-without-syntax',
  summary: 'Name a Dockerfile syntax that knows the features in use',
  category: 'correctness',
  severity: 'style',
  since: '0.1.0',
  related: { cache: 'CACHE058' },
  docs: {
    why: 'Mounts, heredocs, `COPY --link` and their like belong to the Dockerfile frontend, which is a program with versions. `# syntax=docker/dockerfile:1` makes every BuildKit fetch the newest of version 1; without the line the one built into the engine is used, however old it is. A line that pins a release from before a feature turns the feature into a parse error, whatever the engine knows.',
    notes:
      'Engines since Docker 23 build with BuildKit and know mounts and heredocs themselves, so a missing line is only a hint; a pin that is too old is an error. The line makes the builder download the frontend: where builders have no access to a registry, leave it out and turn this rule off. A frontend of somebody else, and tags that say nothing about the version, are left alone.',
    bad: [
      'FROM node:22\nWORKDIR /app\nCOPY package.json package-lock.json ./\nRUN --mount=type=cache,target=/root/.npm npm ci\n',
      '# syntax=docker/dockerfile:1.2\nFROM alpine:3.20\nCOPY --link site/ /srv/www/\n',
    ],
    good: [
      '# syntax=docker/dockerfile:1\nFROM node:22\nWORKDIR /app\nCOPY package.json package-lock.json ./\nRUN --mount=type=cache,target=/root/.npm npm ci\n',
      '# syntax=docker/dockerfile:1.7\nFROM alpine:3.20\nCOPY --link site/ /srv/www/\n',
      'FROM alpine:3.20\nCOPY site/ /srv/www/\n',
    ],
  },
  applies: ({ dockerfile }) => dockerfile.instructions.some(mayUseFeature),
  *check(file) {
    const { dockerfile } = file;
    const frontend = frontendOf(dockerfile);
    if (!frontend && dockerfile.directives.some(({ name }) => name === 'syntax')) return;
    const uses = usesOf(file).filter(({ feature }) => !frontend || !knows(frontend, feature));
    const [first] = uses;
    if (!first) return;
    if (frontend) {
      yield {
        span: first.span,
        instruction: first.instruction,
        severity: 'error',
        message: `This file is pinned to version 1.${frontend.minor} of the Dockerfile syntax, which does not know ${first.name} (since 1.${first.feature.minor}): the build fails here. Raise the pin.`,
        related: [{ span: frontend.directive.span, message: 'The pin.' }],
        fixes: raisePin(frontend),
      };
      return;
    }
    yield {
      span: first.span,
      instruction: first.instruction,
      message: `Support for ${first.name} depends on the engine, because the file names no Dockerfile syntax. Start the file with "# syntax=docker/dockerfile:1", the newest one.`,
      fixes: () => withSyntax(file),
    };
  },
};

interface Use {
  readonly span: Span;
  readonly instruction: Instruction;
  /** As the message calls it. */
  readonly name: string;
  readonly feature: FrontendFeature;
}

const flagFeatures: ReadonlyMap<string, FrontendFeature> = new Map([
  ['RUN mount', mountFeature],
  ['COPY link', linkFeature],
  ['ADD link', linkFeature],
  ['COPY chmod', { minor: 2, labsMinor: 0 }],
  ['ADD chmod', { minor: 2, labsMinor: 0 }],
  ['COPY parents', { minor: 20, labsMinor: 7 }],
  ['COPY exclude', { minor: 19, labsMinor: 7 }],
  ['ADD exclude', { minor: 19, labsMinor: 7 }],
  ['ADD checksum', { minor: 6, labsMinor: 5 }],
  ['ADD unpack', { minor: 17 }],
]);

const heredoc: FrontendFeature = { minor: 4, labsMinor: 3 };
const symbolicMode: FrontendFeature = { minor: 14 };
const secretVariable: FrontendFeature = { minor: 10 };

/** Cheap; false for most instructions. Mounts are flags. */
function mayUseFeature({ kind, flags, heredocs }: Instruction): boolean {
  return flags.length > 0 || heredocs.length > 0 || kind === 'ONBUILD';
}

/** Features of BuildKit in the order they are used. */
function usesOf({ dockerfile }: LintFile): readonly Use[] {
  return dockerfile.instructions.flatMap((written) => {
    const instruction = (written.kind === 'ONBUILD' && written.trigger) || written;
    const uses: Use[] = [];
    for (const flag of instruction.flags) {
      const feature = flagFeatures.get(`${instruction.kind} ${flag.name}`);
      if (feature) uses.push({ span: flag.nameSpan, instruction: written, name: `--${flag.name}`, feature });
      const mode = flag.name === 'chmod' ? (flag.value?.value ?? '') : '';
      if (feature && /^[ugoa]*[-+=]/.test(mode))
        uses.push({ span: flag.span, instruction: written, name: `--chmod=${mode}`, feature: symbolicMode });
    }
    for (const mount of instruction.kind === 'RUN' ? instruction.mounts : []) {
      const option = mount.type === 'secret' && mount.options.find(({ name }) => name === 'env');
      if (option)
        uses.push({ span: option.span, instruction: written, name: 'env= of a secret mount', feature: secretVariable });
    }
    for (const { opener } of instruction.heredocs)
      uses.push({ span: opener, instruction: written, name: 'heredocs', feature: heredoc });
    return uses;
  });
}

/** Not safe by itself: from then on the builder needs the registry the frontend comes from. */
function withSyntax(file: LintFile): Fix {
  return { title: 'Start with # syntax=docker/dockerfile:1', safe: false, edits: [addSyntax(file)] };
}

/** A digest pins more than a version, and nobody knows the new one's here. */
function raisePin({ directive, repository, digest }: Frontend): readonly Fix[] {
  if (digest) return [];
  return [
    {
      title: `Use ${repository}:1`,
      safe: false,
      edits: [{ span: directive.valueSpan, newText: `${repository}:1` }],
    },
  ];
}
