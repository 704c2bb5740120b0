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
    linksLayers: false,
    digest: createDigest('test'),
    imageFacts: (id) => ({ id, ...none }),
    content: (sources) => ({ digest: 'same', files: new Map(), stale: [], names: sources }),
    mounted: (digest) => ({ digest, times: `${digest} times`, files: new Map(), stale: [], names: [] }),
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
      [['ARG V=1\nRUN a'], ['ARG V=1\nRUN a', { no_proxy: 'h' }]],
      [['COPY <<EOF /x\na\nEOF'], ['ENV V=a\nCOPY <<END /x\n$V\nEND']],
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
      [['ARG V=1'], ['ARG V=1', { HTTP_PROXY: 'h' }]],
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

  it('counts what the version at hand is known to count, and leaves open what nobody has tried', () => {
    // Files of the context behind a mount, and their times: for certain, or perhaps.
    const mounts = (version: string) =>
      steps('RUN --mount=type=bind,source=d,target=/d true', {}, version)[0]?.inputs.map(({ kind, ...input }) =>
        kind === 'content' && 'opaque' in input && input.opaque ? 'perhaps' : 'certainly',
      );
    const version = 'perhaps';
    deepEqual(['4.3.1', '4.9.4', '5.4.2', '5.6.0', '5.8.6', '6.0.0', '6.1.1', '7.2.0'].map(mounts), [
      [version],
      ['perhaps', 'perhaps', version],
      ['certainly', 'certainly', version],
      ['certainly', 'perhaps', version],
      ['certainly', version],
      ['certainly', version],
      ['certainly', version],
      ['perhaps', 'perhaps', version],
    ]);
    const command = (version: string, body: string, arg = '') =>
      steps(`${arg}RUN <<EOF\n${body}\nEOF`, {}, version).at(-1)?.operation;
    const told = (version: string, arg?: string) => command(version, 'a', arg) !== command(version, 'b', arg);
    deepEqual([told('5.4.2'), told('5.4.2', 'ARG A=1\n'), told('5.8.6', 'ARG A=1\n')], [true, false, true]);
    equal(command('5.8.6', 'a'), command('5.8.6', '\n  a \n'));
  });

  it('runs with the stage it mounts, and always with one that ends in what makes no layer', () => {
    const reruns = (end: string, version: string) => {
      const text = `${end}\nFROM base\nRUN --mount=type=bind,from=0,target=/m true`;
      return steps(text, {}, version)
        .at(-1)
        ?.reruns.map(({ with: other, unsure }) => {
          return `${other === 'every build' ? other : other.instruction.kind}${unsure ? ', perhaps' : ''}`;
        });
    };
    deepEqual(reruns('COPY a /a', '4.3.1'), []);
    deepEqual(reruns('COPY a /a', '4.9.4'), ['COPY, perhaps']);
    deepEqual(reruns('LABEL a=1\nCOPY a /a', '5.4.2'), ['COPY']);
    deepEqual(reruns('COPY a /a\nLABEL a=1', '5.8.6'), ['every build']);
    deepEqual(reruns('', '5.8.6'), []);
    const whole = (version: string) => steps('RUN --mount=type=bind,target=/m true', {}, version)[0];
    equal(whole('5.4.2')?.reruns[0]?.with, 'every build');
    deepEqual(whole('5.8.6')?.reruns, []);
    equal(whole('5.6.0')?.inputs[0]?.kind, 'unknown');
  });

  it('does not tell what an ENV made of an argument in an earlier build, nor what older versions do', () => {
    const list = steps('ARG V=1\nENV Z=$V\nARG Z\nRUN a', { Z: '3' });
    deepEqual(
      list.map(({ parent }) => parent.kind),
      ['fixed', 'step', 'step', 'unknown'],
    );
    equal(steps('RUN a', {}, '4.2.0')[0]?.parent.kind, 'unknown');
  });
});
