import { expandParts, type Lookup, unset } from './expand';
import { imageReferenceOf } from './image-reference';
import type { ArgInstruction, FromInstruction, Instruction, Stage, StageBase } from './model';

const platformArgs = /^(?:BUILD|TARGET)(?:PLATFORM|OS|OSVERSION|ARCH|VARIANT)$|^TARGETSTAGE$/;

/** A stage while its instructions are read. */
export type OpenStage = { -readonly [K in keyof Stage]: Stage[K] } & { instructions: Instruction[] };

/** Values of global ARGs; undefined for one that is only declared or built from something unknown. */
export type GlobalValues = ReadonlyMap<string, string | typeof unset | undefined>;

/** The stages of a file by number and name while it is read. */
export class StageList {
  readonly stages: OpenStage[] = [];
  private readonly byName = new Map<string, OpenStage>();

  constructor(private readonly escaper: string) {}

  /** A stage whose FROM is made next, because that instruction knows its stage. */
  open(): OpenStage {
    const placeholder = { kind: 'FROM' } as FromInstruction;
    return {
      index: this.stages.length,
      from: placeholder,
      name: undefined,
      base: { kind: 'unknown' },
      instructions: [],
    };
  }

  add(stage: OpenStage, from: FromInstruction, globals: GlobalValues): void {
    stage.from = from;
    stage.name = from.alias?.value.toLowerCase();
    stage.base = this.baseOf(from, globals);
    this.stages.push(stage);
    if (stage.name !== undefined) this.byName.set(stage.name, stage);
  }

  /** The earlier stage a `--from` names, by number or name. `before` is the number of the asking stage. */
  find(name: string, before: number): Stage | undefined {
    const stage = /^[+-]?\d+$/.test(name) ? this.stages[Number(name)] : this.byName.get(name.toLowerCase());
    return stage && stage.index < before ? stage : undefined;
  }

  private baseOf({ imageWord, image }: FromInstruction, globals: GlobalValues): StageBase {
    if (!imageWord || !image) return { kind: 'unknown' };
    const name = expandParts(imageWord.parts, globalLookup(globals), this.escaper);
    if (name === undefined || name === '') return { kind: 'unknown' };
    const stage = this.byName.get(name.toLowerCase());
    if (stage) return { kind: 'stage', stage };
    if (name === 'scratch') return { kind: 'scratch' };
    return { kind: 'image', image: name === image.text ? image : imageReferenceOf(name, imageWord.span) };
  }
}

/** Adds the names of an ARG in front of the first FROM; each may use those before it. */
export function addGlobalValues(
  values: Map<string, string | typeof unset | undefined>,
  { pairs }: ArgInstruction,
  escaper: string,
): void {
  for (const { key, value } of pairs) {
    values.set(key.value, value ? expandParts(value.parts, globalLookup(values), escaper) : unset);
  }
}

/** Nothing but this file's ARGs counts in front of a FROM: what is not declared is not set. */
export function globalLookup(globals: GlobalValues): Lookup {
  return (name) => {
    if (globals.has(name)) return globals.get(name);
    return isPlatformArg(name) ? undefined : unset;
  };
}

/** A variable the builder sets in FROM lines without any ARG, and after one in stages; its value depends on the build. */
export function isPlatformArg(name: string): boolean {
  return platformArgs.test(name);
}
