import type { CopyInstruction, FromInstruction, Instruction, RunInstruction } from '../../dockerfile/model';
import { mountOption } from '../../dockerfile/mount';
import type { Span } from '../../shared/span';
import { hadolintImage } from '../hadolint/image-name';
import { imageOfText, isTrusted, type NamedImage } from '../hadolint/trusted-images';
import type { Rule } from '../rule';

interface Use {
  readonly image: NamedImage;
  readonly text: string;
  readonly span: Span;
}

/** Images come from where the team said they may. */
export const trustedRegistry: Rule = {
  id: 'trusted-registry',
  summary: 'Take images from the registries that the team trusts',
  category: 'security',
  severity: 'error',
  since: '0.1.0',
  related: { hadolint: 'DL3026' },
  docs: {
    why: 'Whoever controls a base image controls what is built on it. A team that scans or signs its images does so in its own registries; an image from elsewhere goes past all of that.',
    notes:
      'Reports nothing until `trustedRegistries` in `.hadolint.yaml` lists patterns: a registry, `*.example.com`, `example.*`, or `*`. Images without a registry come from `docker.io`. There is no fix, because which image of a trusted registry is the same cannot be told from here.',
    bad: [
      { dockerfile: 'FROM quay.io/acme/base:3\n', settings: { trustedRegistries: ['registry.example.com'] } },
      {
        dockerfile: 'FROM registry.example.com/base:3\nCOPY --from=busybox:1.37 /bin/busybox /bin/\n',
        settings: { trustedRegistries: ['*.example.com'] },
      },
    ],
    good: [
      {
        dockerfile: 'FROM registry.example.com/base:3 AS build\nFROM build\n',
        settings: { trustedRegistries: ['*.example.com'] },
      },
      'FROM quay.io/acme/base:3\n',
    ],
  },
  applies: ({ settings }) => settings.trustedRegistries.length > 0,
  *check({ dockerfile, settings }) {
    const { trustedRegistries } = settings;
    if (trustedRegistries.length === 0) return;
    const asked = settings.asked('DL3026');
    const aliases = new Set<string>();
    for (const instruction of dockerfile.instructions) {
      // hadolint takes any image that is called like a stage for that stage, whatever its registry.
      const isStage = ({ registry, name }: NamedImage) => (asked || registry === undefined) && aliases.has(name);
      const foreign = usesOf(instruction, asked).find(
        ({ image }) => !isStage(image) && !isTrusted(image, trustedRegistries),
      );
      if (foreign) {
        yield {
          span: foreign.span,
          message: `${foreign.text} comes from ${foreign.image.registry ?? 'docker.io'}, which is none of the trusted registries (${trustedRegistries.join(', ')}). Take it from one of those.`,
        };
      }
      if (instruction.kind === 'FROM' && instruction.alias) aliases.add(instruction.alias.raw);
    }
  },
};

/** Images an instruction takes. Stages of this file are none, unless they are to be judged as hadolint judges them. */
function usesOf(instruction: Instruction, asked: boolean): readonly Use[] {
  switch (instruction.kind) {
    case 'FROM':
      return ofFrom(instruction, asked);
    case 'COPY':
      return ofCopy(instruction, asked);
    case 'RUN':
      return ofMounts(instruction, asked);
    default:
      return [];
  }
}

function ofFrom(from: FromInstruction, asked: boolean): readonly Use[] {
  const { imageWord, stage } = from;
  if (!imageWord) return [];
  const base = stage?.base;
  const use = { text: imageWord.value, span: imageWord.span, image: hadolintImage(from) };
  if (asked || !base || base.kind === 'unknown') return [use];
  if (base.kind !== 'image') return [];
  // Builders know registries without a dot, and values of variables.
  const { registry, text } = base.image;
  return [{ ...use, text, image: { registry, name: registry === undefined ? text : text.slice(registry.length + 1) } }];
}

function ofCopy({ from, fromStage }: CopyInstruction, asked: boolean): readonly Use[] {
  if (!from?.value || (fromStage && !asked)) return [];
  const { value, span } = from.value;
  return [{ text: value, span, image: imageOfText(asked ? from.value.raw : value) }];
}

function ofMounts({ mounts, stage }: RunInstruction, asked: boolean): readonly Use[] {
  return mounts.flatMap((mount) => {
    const option = mountOption(mount, 'from');
    const text = option?.value;
    if ((mount.type !== 'bind' && mount.type !== 'cache') || !option || text === undefined) return [];
    const isNumber = /^\d+$/.test(text) && stage && Number(text) < stage.index;
    return isNumber && !asked ? [] : [{ text, span: option.span, image: imageOfText(text) }];
  });
}
