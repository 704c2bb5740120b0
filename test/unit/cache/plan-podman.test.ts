import { deepEqual, equal } from 'node:assert/strict';
import { createDigest } from '../../../src/cache/digest';
import { makePlan } from '../../../src/cache/make-plan';
import type { PlannedStep } from '../../../src/cache/plan';
import { parseDockerfile } from '../../../src/dockerfile/parse';

const none = { layers: [], env: ['E=image'], workdir: '', user: '', shell: undefined, onbuild: [] };

function steps(text: string, buildArgs: Readonly<Record<string, string>> = {}, version = '4.3.1') {
  const plan = makePlan({
    file: parseDockerfile(`FROM base\n${text}\n`),
    builder: 'podman',
    engineVersion: version,
    target: undefined,
    buildArgs,
    platform: 'linux/amd64',
    enginePlatform: 'linux/amd64',
    digest: createDigest('test'),
    imageFacts: (id) => ({ id, ...none }),
    content: (sources) => ({ digest: 'same', files: new Map(), stale: [], names: sources }),
  });
  return plan?.steps ?? [];
}

/** What decides about the last instruction: for certain, and with what may turn out to be the same. */
function last(list: readonly PlannedStep[]): readonly string[] {
  const step = list.at(-1);
  const certain = step?.inputs.flatMap((input) => (input.kind === 'content' && !input.opaque ? input.key : [])) ?? [];
  return [step?.operation ?? '', ...certain];
}

describe('a plan for Podman', () => {
  it('knows instructions by their text, arguments by name, RUNs by values and copies by what they bring', () => {
    const told = (one: Parameters<typeof steps>, two: Parameters<typeof steps>) =>
      JSON.stringify(last(steps(...one))) === JSON.stringify(last(steps(...two)));
    const same: readonly (readonly [Parameters<typeof steps>, Parameters<typeof steps>])[] = [
      [['RUN a b'], ['run \\\n# note\na b']],
      [['ARG V=1'], ['ARG V=2']],
      [['ARG V=1\nENV Z=1'], ['ARG V=1\nENV Z=1', { V: '2' }]],
      [['ARG E=1\nRUN a'], ['ARG E=2\nRUN a']],
      [
        ['RUN a', { V: '1' }],
        ['RUN a', { V: '2' }],
      ],
      [['COPY a /x'], ['COPY b /x']],
      [['COPY a /x'], ['copy   a   /x  ']],
    ];
    const different: typeof same = [
      [['RUN a b'], ['RUN a  b']],
      [['ENV A=1'], ['ENV A 1']],
      [['LABEL a=1'], ['label a=1']],
      [['ARG V=1'], ['ARG V']],
      [['ARG V=1\nRUN a'], ['ARG V=1\nRUN a', { V: '2' }]],
      [['ARG V=1\nRUN a'], ['ARG V=1\nENV V=2\nRUN a']],
      [['COPY a /x/'], ['COPY b /x/']],
      [['COPY a /x'], ['COPY a x']],
      [['COPY a /x'], ['ADD a /x']],
    ];
    deepEqual(
      same.filter((pair) => !told(...pair)),
      [],
    );
    deepEqual(
      different.filter((pair) => told(...pair)),
      [],
    );
  });

  it('does not tell what an ENV made of an argument in an earlier build, nor what other versions do', () => {
    const list = steps('ARG V=1\nENV Z=$V\nARG Z\nRUN a', { Z: '3' });
    deepEqual(
      list.map(({ parent }) => parent.kind),
      ['fixed', 'step', 'step', 'unknown'],
    );
    equal(steps('RUN a', {}, '5.4.2')[0]?.parent.kind, 'unknown');
  });
});
