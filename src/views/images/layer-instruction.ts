/**
 * The instruction that made a layer, as a Dockerfile says it. Builders write it down in several ways:
 * `/bin/sh -c #(nop)  CMD ["sh"]`, `/bin/sh -c apk add curl`, `|1 V=2 /bin/sh -c make`, `RUN |1 V=2 /bin/sh -c make # buildkit`.
 */
export function instructionOf(createdBy: string): string {
  const text = createdBy
    .replace(/\s+# buildkit\s*$/, '')
    .replace(/\s+/g, ' ')
    .trim();
  const described = /^(?:\/bin\/sh -c|cmd \/S \/C) #\(nop\) ?(.*)$/.exec(text)?.[1];
  if (described !== undefined) return described.trim();
  const run = /^(?:RUN )?(?:\|\d+ .*?)?(?:\/bin\/(?:ba|a)?sh(?: -[a-z]+)*? -[a-z]*c|cmd \/S \/C) (.*)$/.exec(text)?.[1];
  return run === undefined ? text : `RUN ${run}`;
}
