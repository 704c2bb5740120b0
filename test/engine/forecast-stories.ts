import { deepEqual, equal, ok } from 'node:assert/strict';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Verdict } from '../../src/cache/forecast';
import { type Lab, type LabBuild, mistakes } from './forecast-lab';

/** A project that is built, changed and built again; what is foretold may differ by kind of builder. */
export interface Story<Kind extends string> {
  readonly name: string;
  readonly only?: readonly Kind[];
  readonly files: Readonly<Record<string, string>>;
  /** Targets of links, by path. */
  readonly links?: Readonly<Record<string, string>>;
  readonly dockerfile: string;
  readonly chapters: readonly Chapter<Kind>[];
}

interface Chapter<Kind extends string> {
  readonly name: string;
  /** Not built with the legacy builder: what that takes for a step each is a step of its own. */
  readonly light?: true;
  readonly edit?: (at: (path: string) => string) => void;
  /** Replaces texts of the Dockerfile. */
  readonly replace?: Readonly<Record<string, string>>;
  readonly options?: LabBuild;
  /** By the beginning of an instruction; a kind that is not named has no such instruction, or nobody knows. */
  readonly expect: Readonly<Record<string, Verdict | Readonly<Partial<Record<Kind, Verdict>>>>>;
}

/** Writes a file, and the directories above. */
export function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

/** Builds every chapter, and holds the forecasts to the story and to what the builder did. All files are new to it. */
export async function tell<Kind extends string>(lab: Lab, story: Story<Kind>, kind: Kind): Promise<void> {
  const { files, links = {}, dockerfile, chapters } = story;
  const salt = `${process.pid}-${performance.now()}`;
  for (const [path, text] of Object.entries({ SALT: '', ...files })) write(lab.path(path), `${text} ${salt}`);
  for (const [path, target] of Object.entries(links)) symlinkSync(target, lab.path(path));
  let text = dockerfile;
  equal((await lab.build(text)).error, undefined);
  for (const { name, light, edit, replace = {}, options, expect } of chapters) {
    edit?.((path) => lab.path(path));
    for (const [from, to] of Object.entries(replace)) {
      ok(text.includes(from), `${name}: no ${from}`);
      text = text.replace(from, to);
    }
    if (light && lab.builder === 'legacy') continue;
    const result = await lab.build(text, options);
    deepEqual([result.error, mistakes(result, lab.builder)], [undefined, []], name);
    const foretold = (start: string) => result.compared.findLast((one) => one.text.startsWith(start))?.forecast.verdict;
    const expected = Object.entries(expect).map(([start, of]) => [start, typeof of === 'string' ? of : of[kind]]);
    const known = expected.filter(([, verdict]) => verdict !== undefined);
    deepEqual(
      known.map(([start = '']) => [start, foretold(start)]),
      known,
      name,
    );
  }
  lab.remove();
}
