import { type Lab, mistakes } from './forecast-lab';
import { oddBuildkitTopics } from './forecast-odd-buildkit';
import { oddEdit, writeOddFiles } from './forecast-odd-files';
import { oddTopics } from './forecast-odd-lines';
import type { Chance } from './forecast-random';
import { type RarePlace, rareEdit, rareLines, writeRareFiles } from './forecast-rare';
import { write } from './forecast-stories';

/** What is in front of the line: variables it may use, set in one way or another. */
const fronts = [
  '',
  'ARG A=1\nENV D=/x\n',
  'ENV A=1 B=two D=sub\n',
  'ARG A\nARG F=d\nWORKDIR /w\n',
  'USER 7\nARG G\nENV A="x y"\n',
  'SHELL ["/bin/sh", "-ec"]\nARG HTTP_PROXY\nENV F=a\n',
];

/**
 * Builds every line that the generators know by itself on the same ground, so that any two of them are compared: what is foretold
 * of one knows all those before. Then again, after a change. Says what was wrong.
 */
export async function eachLine(
  lab: Lab,
  chance: Chance,
  { salt, more, say }: { readonly salt: string; readonly more: () => boolean; readonly say: (wrong: string) => void },
): Promise<void> {
  for (const name of ['a', 'b', 'd/a', 'd/b', 'd/s/c', 'e/a', 'e/x.txt', 'y.txt', 'z.txt'])
    write(lab.path(name), `${name.at(-1)} ${salt}\n`);
  writeRareFiles(lab, salt);
  writeOddFiles(lab, salt);
  const place: RarePlace = { dialect: lab.dialect, shell: true, from: 'other', name: 'other' };
  const odd = lab.dialect.startsWith('buildkit') ? oddBuildkitTopics(place) : [];
  const lines = [...new Set([...rareLines(place), ...oddTopics(place).flat(), ...odd.flat()])];
  let changes = 'first';
  for (const round of [0, 1, 2, 3]) {
    const front = chance.one(fronts);
    if (round > 0) changes = [0, 1].map(() => (chance.in(2) ? oddEdit : rareEdit)(chance, lab, salt)).join(', ');
    for (const line of shuffled(chance, lines)) {
      if (!more()) return;
      const other = `FROM alpine:3.20 AS other\nLABEL of=${salt}\nCOPY a d /x/\nRUN echo ${salt} > /f\n`;
      // To the legacy builder, which takes its time, the line is a step itself.
      const follows = lab.builder === 'legacy' ? '' : 'COPY b rel/\nRUN true\n';
      const behind = line.toLowerCase().startsWith('onbuild') ? 'FROM own\nCOPY b rel/\n' : follows;
      const text = `${other}FROM other AS own\n${front}${line}\n${behind}`;
      const result = await lab.build(text);
      const wrong = mistakes(result, lab.builder);
      if (wrong.length > 0) say(`${wrong.join('\n')}\nafter ${changes}:\n${text}`);
    }
  }
}

function shuffled<T>(chance: Chance, items: readonly T[]): readonly T[] {
  const left = [...items];
  return items.flatMap(() => left.splice(chance.number(left.length), 1));
}
