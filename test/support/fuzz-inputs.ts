import fc from 'fast-check';
import { generateDockerfile } from '../../bench/generate-dockerfile';
import { anyDockerfile, brokenDockerfile } from './dockerfile-arbitrary';

/** From 0 to 1. */
export type Random = () => number;

export const kinds = ['mutated', 'written', 'broken', 'tokens', 'hostile'] as const;
export type Kind = (typeof kinds)[number];

/** A text of one kind; the same for the same numbers. Hostile shapes come in sizes up to about `size` characters. */
export function fuzzInput(kind: Kind, random: Random, seeds: readonly string[], size = 100_000): string {
  const [written] = kind === 'written' || kind === 'broken' ? samples(kind, random) : [];
  if (written !== undefined) return written;
  if (kind === 'tokens') return list(random, 60, () => pick(random, tokens)).join(pick(random, ['', ' ', '\n']));
  if (kind === 'hostile') return hostile(random, Math.ceil(size * random() ** 2));
  let text = pick(random, [...seeds, generateDockerfile(Math.floor(random() * 1e6))]);
  for (let left = 1 + random() * 4; left > 0; left--) text = mutate(random, text, seeds);
  return text;
}

const tokens = [
  'FROM a', 'FROM a AS b', 'from', 'RUN ', 'COPY ', 'ADD --chown=a:b ', 'ENV A=$A', 'ARG ', 'ONBUILD ', 'SHELL ["', 'HEALTHCHECK ', 'LABEL a="', ' \\\n',
  '\n', '\r\n', '\r', '\t', '\0', '\u2028', '\ufeff', '\ud800', '\udfff', '<<EOF', '<<-"X"', 'EOF', '#', '# escape=`\n', '`', '\\', '"', "'", '$(', ')', '${', '}',
  '$((', '))', '&&', '||', '|', ';', '&', '(', '{ ', '; }', 'cd /x', 'apt-get update', 'apt-get install -y a', 'npm ci', 'pip install b', 'rm -rf /x', 'if x; then',
  'fi', 'for x in', 'do', 'done', 'case x in', 'esac', '--mount=type=cache,target=/x ', 'curl -O http://a/b', 'wget c', 'sudo ', 'git clone d', '*', '[', ']', '!', '=',
]; // biome-ignore format: a list of pieces

/** Shapes that cost more than their length where something walks too much, or recurses. */
function hostile(random: Random, size: number): string {
  const fill = (piece: string | ((index: number) => string), length = size) => {
    const unit = typeof piece === 'string' ? () => piece : piece;
    const parts: string[] = [];
    for (let index = 0, sum = 0; sum < length && index < 20_000; index++)
      sum += parts[parts.push(unit(index)) - 1]?.length ?? 1;
    return parts.join('');
  };
  const nest = (open: string, close: string) => {
    const depth = Math.floor(Math.min(size, 20_000) / (open.length + close.length));
    return open.repeat(depth) + close.repeat(depth);
  };
  const shapes: readonly (() => string)[] = [
    () => fill((at) => `FROM ${at ? `s${at - 1}` : 'alpine'} AS s${at}\n`),
    () => fill((at) => `FROM alpine AS s${at}\nCOPY --from=s${at - 1} /a /b\nRUN make && apk add x\n`),
    () => `FROM a\n${fill((at) => `ENV V${at}=$V${at - 1}:x\n`)}`,
    () => `FROM a\nENV A=x\n${fill(() => 'ENV A=$A$A\n', Math.min(size, 4000))}`,
    () => `FROM a\n${fill((at) => `ARG V${at}\nRUN echo $V${at}\n`)}`,
    () => `FROM a\nRUN echo ${fill('x')}\n`,
    () => `FROM a\nRUN echo ${fill('x ')}\n`,
    () => `FROM a\nRUN true ${fill(() => '&& apt-get install -y curl \\\n')} && b\n`,
    () => `FROM a\nRUN apt-get install ${fill((at) => `p${at} \\\n # ${at}\n`)} z\n`,
    () => `FROM debian\n${fill('RUN apt-get update\nRUN apt-get install -y x\n')}`,
    () => `FROM debian\n${fill('RUN cd /tmp && curl http://x/y | tar x && cd .. && rm -rf /tmp/y\n')}`,
    () => `FROM debian\n${fill((at) => `COPY f${at} /app/\nRUN chmod +x /app/f${at}\n`)}`,
    () => `FROM node\nCOPY . .\n${fill('RUN npm install\n')}`,
    () => `FROM a\nRUN ${nest('( ', ' )')}\n`,
    () => `FROM a\nRUN ${nest('$(', ')')}\n`,
    () => `FROM a\nRUN ${nest('{ ', '; }')}\n`,
    () => `FROM a\nRUN ${nest('if a; then ', '; fi')}\n`,
    () => `FROM ${nest('${a:-', '}')}\nRUN ${nest('"$(', ')"')}\n`,
    () => `FROM a\nENV A=${nest('${a:-', '}')}\n`,
    () => `FROM a\n${fill((at) => `RUN <<E${at}\n`)}`,
    () => `FROM a\nRUN ${fill((at) => `<<E${at} `)}\n${fill((at) => `E${at}\n`)}`,
    () => `FROM a\nRUN <<EOF\n${fill('apt-get update\napt-get install x\n')}`,
    () => `${fill('# layerwright ignore=absolute-workdir\n')}FROM a\n`,
    () => `FROM a\n${fill('ONBUILD RUN cd /x && make | tee y\n')}`,
    () => `FROM a\nLABEL ${fill((at) => `k${at}="v" \\\n`)} z=1\n`,
    () => `FROM a\nRUN [${fill('"a", ')}"b"]\n`,
    () => `FROM a\n${fill('\\\n')}`,
    () => `FROM a\nRUN a \\\n${fill('# c\n\n')} b\n`,
    () => fill('\0'),
    () => fill('FROM a\r'),
    () => fill('\ud800\n'),
    () => `FROM a\nRUN ${fill("'")}\n`,
    () => `FROM a\nRUN ${fill('a | ')}b\n`,
    () => `FROM a\nRUN ${fill('`')}\n`,
    () => `FROM a\nCOPY ${fill('a ')}/b\n`,
    () => `FROM a\nCOPY ${fill('*/')} /b\n`,
    () => `FROM a\nEXPOSE ${fill('80 ')}\n`,
    () => `FROM a\n${fill('USER x\nWORKDIR y\n')}`,
    () => `FROM a\nWORKDIR ${fill('../')}\n${fill('WORKDIR a/..\n', size / 4)}`,
    () => `FROM a\nRUN pip install ${fill('a==1 ')}\n`,
    () => `FROM a\n${fill('RUN --mount=type=cache,target=/root/.npm npm ci\n')}`,
    () => `FROM a\n${fill('MAINTAINER x\nCMD y\nENTRYPOINT z\nHEALTHCHECK CMD q\n')}`,
    () => `FROM ${fill('a/')}:${fill('b', 200)}\n`,
    () => `${fill(' ')}${fill('\t')}`,
  ]; // biome-ignore format: one shape per line
  const text = pick(random, shapes)();
  return random() < 0.2 ? text.replace(/\n/g, '\r\n') : text;
}

function mutate(random: Random, text: string, seeds: readonly string[]): string {
  const lines = text.split('\n');
  const at = Math.floor(random() * lines.length);
  const cut = Math.floor(random() * text.length);
  const changes: readonly (() => string)[] = [
    () => lines.toSpliced(at, 1 + Math.floor(random() * 3)).join('\n'),
    () => lines.toSpliced(at, 0, lines[Math.floor(random() * lines.length)] ?? '').join('\n'),
    () => lines.toSpliced(at, 0, `ONBUILD ${lines[at]}`).join('\n'),
    () => lines.toSpliced(at, 0, '# a remark').join('\n'),
    () => lines.map((line) => (random() < 0.3 ? `${line}\r` : line)).join('\n'),
    () => text.replace(/\r?\n/g, '\r\n'),
    () => text.replace(/\n+$/, ''),
    () => text.replace(/^[A-Z]+(?= )/gm, (word) => word.toLowerCase()),
    () => text.replace(/&&/g, ';'),
    () => text.slice(0, cut) + pick(random, tokens) + text.slice(cut),
    () => text.slice(0, cut) + text.slice(cut + Math.floor(random() * 12)),
    () => text.slice(0, cut) + pick(random, seeds.length > 0 ? seeds : [text]).slice(cut),
    () => text.slice(0, cut),
  ];
  return pick(random, changes)();
}

function samples(kind: Kind, random: Random): readonly string[] {
  const seed = Math.floor(random() * 0x7fffffff);
  return fc.sample(kind === 'broken' ? brokenDockerfile : anyDockerfile, { numRuns: 1, seed });
}

function list<T>(random: Random, most: number, make: () => T): readonly T[] {
  return Array.from({ length: Math.floor(random() * most) }, make);
}

function pick<T>(random: Random, items: readonly T[]): T {
  return items[Math.floor(random() * items.length)] as T;
}
