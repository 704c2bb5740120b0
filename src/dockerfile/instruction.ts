import { makeCommand, readHealthcheck } from './command';
import { readPaths } from './copy';
import { findFlag } from './flags';
import { readFrom } from './from';
import { type Head, readHead } from './head';
import { readJsonWords } from './json-words';
import type { Heredoc, Instruction } from './model';
import { readMounts } from './mount';
import { readArgPairs, readPairs } from './pairs';
import type { Source } from './source';
import { type Extent, makePlainWord, makeWord, splitAtBlanks } from './words';

const noHeredocs: readonly Heredoc[] = [];

/** The instruction that starts with `head`. */
export function makeInstruction(source: Source, head: Head): Instruction {
  const { line, escaper } = source;
  const { argument, keyword } = head;
  const { flags } = head.flags;
  const base = makeBase(source, head);
  switch (keyword) {
    case undefined:
      return { kind: 'UNKNOWN', ...base };
    case 'FROM':
      return { kind: keyword, ...base, platform: findFlag(flags, 'platform'), ...readFrom(source, argument) };
    case 'RUN':
      return {
        kind: keyword,
        ...base,
        command: makeCommand(source, argument),
        mounts: readMounts(line, head.flags, escaper),
      };
    case 'CMD':
    case 'ENTRYPOINT':
      return { kind: keyword, ...base, command: makeCommand(source, argument) };
    case 'COPY':
    case 'ADD': {
      const from = findFlag(flags, 'from');
      const fromStage = from?.value && !source.onbuild ? source.findStage(from.value.value) : undefined;
      return { kind: keyword, ...base, ...readPaths(source, argument), from, fromStage };
    }
    case 'SHELL':
      return { kind: keyword, ...base, words: readJsonWords(line, argument) };
    case 'HEALTHCHECK':
      return { kind: keyword, ...base, command: readHealthcheck(source, argument) };
    case 'ENV':
    case 'LABEL':
      return { kind: keyword, ...base, ...readPairs(line, argument, escaper) };
    case 'ARG':
      return { kind: keyword, ...base, pairs: readArgPairs(line, argument, escaper) };
    case 'ONBUILD':
      return { kind: keyword, ...base, heredocs: noHeredocs, trigger: readTrigger(source, argument) };
    case 'EXPOSE':
    case 'VOLUME':
    case 'USER':
    case 'WORKDIR':
    case 'STOPSIGNAL':
    case 'MAINTAINER': {
      const make = keyword === 'MAINTAINER' ? makePlainWord : makeWord;
      const words =
        (keyword === 'VOLUME' && readJsonWords(line, argument, escaper)) ||
        splitAtBlanks(line.text, argument.start, argument.end).map((extent) => make(line, extent, escaper));
      const whole = argument.start < argument.end ? make(line, argument, escaper) : undefined;
      return { kind: keyword, ...base, words, whole };
    }
  }
}

function makeBase({ line, heredocs, end, index, stage, onbuild }: Source, { keywordExtent, flags, argument }: Head) {
  const keywordSpan = line.span(keywordExtent.start, keywordExtent.end);
  return {
    index,
    span: { start: keywordSpan.start, end },
    keywordSpan,
    keywordText: line.text.slice(keywordExtent.start, keywordExtent.end),
    flags: flags.flags,
    argumentSpan: line.span(argument.start, argument.end),
    argument: line.slice(argument.start, argument.end),
    heredocs: heredocs?.heredocs ?? noHeredocs,
    stage,
    onbuild,
  };
}

/** ONBUILD takes no ONBUILD: a second one has no trigger, so that no chain of them can be deep. */
function readTrigger(source: Source, { start, end }: Extent): Instruction | undefined {
  if (start === end || source.onbuild) return undefined;
  return makeInstruction({ ...source, onbuild: true }, readHead(source.line, start, source.escaper));
}
