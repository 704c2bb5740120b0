import type { ConfigurationDifference, FileAspect, FileDifference, ImageComparison } from '../image/compare-images';
import { isIdentical } from '../image/compare-images';
import type { ImageFile } from '../image/image-file';
import { plural } from '../shared/plural';
import { formatBytes } from '../shared/quantity';
import type { Figures, Proof } from './proof';

/** A proof in words and figures, for every place that shows one. */
export interface ProofSummary {
  readonly identical: boolean;
  /** One sentence: what came of it. */
  readonly verdict: string;
  readonly rows: readonly ProofRow[];
  /** What ran again after the edit: `line 4: RUN npm ci, 8.1 s`. */
  readonly ranBefore: readonly string[];
  readonly ranAfter: readonly string[];
  readonly differences: readonly { readonly name: string; readonly what: string }[];
  /** Differences that say nothing about the image, by the reason. */
  readonly leftAside: readonly { readonly reason: string; readonly paths: readonly string[] }[];
}

export interface ProofRow {
  readonly label: string;
  readonly before: string;
  readonly after: string;
}

export function isProved({ cold, edit }: Proof): boolean {
  return isIdentical(cold) && (edit === undefined || isIdentical(edit.comparison));
}

export function summariseProof(proof: Proof): ProofSummary {
  const differences = allDifferences(proof);
  const identical = isProved(proof);
  return {
    identical,
    verdict: identical
      ? `The images are identical${proof.edit ? `, also after an edit of ${proof.edit.path}` : ''}.`
      : `The images differ in ${plural(differences.length, 'place')}.`,
    rows: rows(proof),
    ranBefore: ran(proof.before),
    ranAfter: ran(proof.after),
    differences,
    leftAside: leftAside([proof.cold, ...(proof.edit ? [proof.edit.comparison] : [])]),
  };
}

function rows({ before, after, edit }: Proof): readonly ProofRow[] {
  const row = (label: string, of: (figures: Figures) => string): ProofRow => ({
    label,
    before: of(before),
    after: of(after),
  });
  return [
    row('Build without the cache', ({ coldSeconds }) => seconds(coldSeconds)),
    ...(edit
      ? [
          row(`Build after an edit of ${edit.path}`, ({ rebuildSeconds }) => seconds(rebuildSeconds ?? 0)),
          row('Steps that ran again', (figures) => String(figures.ran.length)),
        ]
      : []),
    row('Files in the layers', ({ bytes }) => formatBytes(bytes)),
    row('Layers', ({ layers }) => String(layers)),
  ];
}

function seconds(value: number): string {
  return `${value.toFixed(value < 100 ? 1 : 0)} s`;
}

function ran(figures: Figures): readonly string[] {
  return figures.ran.map(({ line, text, seconds: took }) => {
    const shown = text.length > 100 ? `${text.slice(0, 100)}…` : text;
    const place = line === undefined ? '' : `line ${line + 1}: `;
    return `${place}${shown}${took === undefined ? '' : `, ${seconds(took)}`}`;
  });
}

/** Of both comparisons; what is the same in both is told once. */
function allDifferences({ cold, edit }: Proof): ProofSummary['differences'] {
  const first = described(cold);
  const known = new Set(first.map(({ name, what }) => `${name}\0${what}`));
  const later = edit ? described(edit.comparison).filter(({ name, what }) => !known.has(`${name}\0${what}`)) : [];
  return [...first, ...later.map(({ name, what }) => ({ name, what: `${what} (after the edit)` }))];
}

function described({
  files,
  configuration,
}: ImageComparison): readonly { readonly name: string; readonly what: string }[] {
  return [
    ...configuration.map((difference) => ({ name: difference.name, what: configurationWords(difference) })),
    ...withoutContents(files).map((difference) => ({ name: `/${difference.path}`, what: fileWords(difference) })),
  ];
}

/** Of a folder that only one image has, the folder alone. */
function withoutContents(files: readonly FileDifference[]): readonly FileDifference[] {
  const whole = new Set(
    files
      .filter(({ kind, before, after }) => kind !== 'changed' && (before ?? after)?.type === 'directory')
      .map(({ path }) => path),
  );
  return files.filter(({ path, kind }) => {
    if (kind === 'changed') return true;
    for (let slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
      if (whole.has(path.slice(0, slash))) return false;
    }
    return true;
  });
}

function configurationWords({ before, after }: ConfigurationDifference): string {
  if (before === undefined) return `only in the rewrite's image: ${after}`;
  return after === undefined ? `missing from the rewrite's image: ${before}` : `${before} became ${after}`;
}

function fileWords({ kind, aspects, before, after }: FileDifference): string {
  if (kind === 'added') return `only in the rewrite's image${isFolder(after)}`;
  if (kind === 'removed') return `missing from the rewrite's image${isFolder(before)}`;
  return before && after ? aspects.map((aspect) => aspectWords(aspect, before, after)).join(', ') : '';
}

function isFolder(file: ImageFile | undefined): string {
  return file?.type === 'directory' ? ', with what is in it' : '';
}

function aspectWords(aspect: FileAspect, before: ImageFile, after: ImageFile): string {
  switch (aspect) {
    case 'type':
      return `a ${before.type} became a ${after.type}`;
    case 'mode':
      return `mode ${before.mode.toString(8)} became ${after.mode.toString(8)}`;
    case 'owner':
      return `owner ${before.uid}:${before.gid} became ${after.uid}:${after.gid}`;
    case 'content':
      return `content of ${formatBytes(before.size)} became another of ${formatBytes(after.size)}`;
    case 'link target':
      return `link to ${before.target} became one to ${after.target}`;
    case 'device':
      return `device ${before.device} became ${after.device}`;
    case 'attributes':
      return 'extended attributes differ';
  }
}

function leftAside(comparisons: readonly ImageComparison[]): ProofSummary['leftAside'] {
  const reasons = new Map<string, Set<string>>();
  for (const { path, reason } of comparisons.flatMap(({ noise }) => noise)) {
    reasons.set(reason, (reasons.get(reason) ?? new Set()).add(`/${path}`));
  }
  return [...reasons].map(([reason, paths]) => ({ reason, paths: [...paths] }));
}
