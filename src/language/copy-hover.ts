import { lstat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Hover, languages, type TextDocument, workspace } from 'vscode';
import { radiusOf } from '../builds/file-radius';
import { firstBuild, type LastBuilds } from '../builds/last-builds';
import type { NextBuilds } from '../builds/next-builds';
import { radiusText } from '../builds/radius-text';
import { instructionAt } from '../dockerfile/instruction-at';
import type { Dockerfile, Instruction } from '../dockerfile/model';
import type { Settings } from '../host/settings';
import type { Disposable } from '../shared/disposable';
import { inParallel } from '../shared/in-parallel';
import { escapeMarkdown } from '../shared/markdown';
import { plural } from '../shared/plural';
import { formatBytes } from '../shared/quantity';
import { dockerfileSelector } from './documents';
import { changeCounts } from './git-history';

/** On what COPY and ADD take from the build context: how much it is, and which files make the step run again most. */
export function registerCopyHover(options: {
  readonly documents: NextBuilds;
  readonly lastBuilds: LastBuilds;
  readonly settings: Settings;
  readonly model: (document: TextDocument) => Promise<Dockerfile>;
}): Disposable {
  const { documents, lastBuilds, settings, model } = options;
  return languages.registerHoverProvider(dockerfileSelector, {
    async provideHover(document, position) {
      if (document.uri.scheme !== 'file' || !workspace.isTrusted) return undefined;
      if (settings.build(document.uri).forecast === 'off') return undefined;
      const instruction = sourceAt(await model(document), document.offsetAt(position));
      if (!instruction) return undefined;
      const build =
        lastBuilds.all.find(({ dockerfile }) => dockerfile === document.uri.fsPath) ??
        firstBuild(document.uri.fsPath, dirname(document.uri.fsPath));
      const open = await documents.of(build);
      const step = open?.plan.steps.find(
        (one) => one.instruction.index === instruction.index && one.trigger === undefined,
      );
      if (!open || !step) return undefined;
      const paths = [...step.files.keys()];
      const [first] = paths;
      if (first === undefined) return undefined;
      const radius = radiusOf(open, first);
      const parts = [
        await weights(build.context, paths),
        ...(radius ? [`Editing any of them: ${escapeMarkdown(radiusText(radius))}.`] : []),
        await frequent(build.context, new Set(paths)),
      ];
      return new Hover(parts.filter((part) => part !== '').join('\n\n'));
    },
  });
}

function sourceAt(file: Dockerfile, offset: number): Instruction | undefined {
  const instruction = instructionAt(file, offset);
  if (instruction?.kind !== 'COPY' && instruction?.kind !== 'ADD') return undefined;
  if (instruction.from !== undefined) return undefined;
  return instruction.sources.some(({ span }) => offset >= span.start && offset <= span.end) ? instruction : undefined;
}

/** Files that are looked at; the sum of more would take longer than anybody points at a word. */
const mostFiles = 20_000;
const mostListed = 5;

async function weights(context: string, paths: readonly string[]): Promise<string> {
  const sizes: { readonly path: string; readonly bytes: number }[] = [];
  await inParallel(paths.slice(0, mostFiles), 32, async (path) => {
    const stats = await lstat(join(context, path)).catch(() => undefined);
    if (stats?.isFile()) sizes.push({ path, bytes: stats.size });
  });
  sizes.sort((a, b) => b.bytes - a.bytes);
  const total = sizes.reduce((sum, { bytes }) => sum + bytes, 0);
  const more = paths.length > mostFiles ? 'more than ' : '';
  const head = `**${plural(sizes.length, 'file')}, ${more}${formatBytes(total)}.**`;
  if (sizes.length < 2) return head;
  return `${head} The heaviest:\n${list(sizes.map(({ path, bytes }) => `${escapeMarkdown(path)} ${formatBytes(bytes)}`))}`;
}

async function frequent(context: string, paths: ReadonlySet<string>): Promise<string> {
  const counts = [...(await changeCounts(context))].filter(([path]) => paths.has(path));
  if (counts.length === 0) return '';
  return `Most often changed, as git has it:\n${list(counts.map(([path, count]) => `${escapeMarkdown(path)} ${plural(count, 'commit')}`))}`;
}

function list(lines: readonly string[]): string {
  return lines
    .slice(0, mostListed)
    .map((line) => `\n- ${line}`)
    .join('');
}
