import type { FromInstruction } from '../../dockerfile/model';

/** An image as hadolint takes it apart; builders know more registries (`localhost:5000`). */
export interface HadolintImage {
  /** Text up to a slash that has a dot in front of it. */
  readonly registry: string | undefined;
  /** What follows, without tag and digest. */
  readonly name: string;
  readonly tag: string | undefined;
  readonly digest: string | undefined;
}

export function hadolintImage({ imageWord }: FromInstruction): HadolintImage {
  const text = imageWord?.raw ?? '';
  const registry = /^([^.]*\.[^/]*)\//.exec(text)?.[1];
  const rest = registry === undefined ? text : text.slice(registry.length + 1);
  // `${…}` is one piece: a colon in it separates nothing.
  const shape = rest.replace(/\$\{[^}]*\}/g, (variable) => 'v'.repeat(variable.length));
  const at = shape.indexOf('@');
  const nameEnd = at < 0 ? rest.length : at;
  const colon = shape.slice(0, nameEnd).indexOf(':');
  return {
    registry,
    name: rest.slice(0, colon < 0 ? nameEnd : colon),
    tag: colon < 0 ? undefined : rest.slice(colon + 1, nameEnd),
    digest: at < 0 ? undefined : rest.slice(at + 1),
  };
}

/** What hadolint calls a stage: its alias as written, or its image's name. */
export function stageKey(from: FromInstruction): string {
  return from.alias?.raw ?? hadolintImage(from).name;
}
