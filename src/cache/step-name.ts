/** A numbered step as builders name it: `[linux/amd64 build 2/4] RUN npm ci`. */
export interface StepName {
  /** Of a build for several platforms: `linux/amd64`, `linux/amd64->arm64`. */
  readonly platform: string | undefined;
  /** Name of its stage, `stage-1` for one without, or Podman's `1/2`; undefined in a file of one stage without a name. */
  readonly stage: string | undefined;
  readonly index: number;
  readonly total: number;
  /** The trigger of a base image, where the builder says so. */
  readonly onbuild: boolean;
  /** The instruction as the builder prints it, variables expanded, its keyword in capitals. */
  readonly text: string;
}

const shape = /^\[(?:([^\]]*?)\s+)?\s*(\d+)\/(\d+)\] (?:(ONBUILD) )?([\s\S]*)$/;

/** Undefined for a step that is no instruction: `[internal] load build context`, `exporting to image`. */
export function readStepName(name: string): StepName | undefined {
  const match = shape.exec(name);
  if (!match) return undefined;
  const [, prefix = '', index, total, onbuild, text = ''] = match;
  const words = prefix.split(/\s+/).filter((word) => word !== '');
  const first = words[0];
  const platform = first?.includes('/') && !/^\d+\/\d+$/.test(first) ? first : undefined;
  const stage = platform === undefined ? first : words[1];
  return { platform, stage, index: Number(index), total: Number(total), onbuild: onbuild !== undefined, text };
}
