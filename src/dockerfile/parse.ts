import { LineMap } from '../shared/line-map';
import { readDirectives } from './directives';
import type { unset } from './expand';
import { type Head, holdsHeredocs, readHead } from './head';
import { findOpeners, LineIndex, readHeredocs } from './heredocs';
import { makeInstruction } from './instruction';
import { type LogicalLine, readLogicalLine } from './logical-line';
import type { ArgInstruction, Comment, Dockerfile, Instruction } from './model';
import { addGlobalValues, type OpenStage, StageList } from './stages';

/**
 * Reads a Dockerfile as BuildKit does. Takes any text and never throws: a word that is no instruction starts an
 * `UnknownInstruction`, and a part the builder would refuse is absent or left as written. Linear in the text's size.
 *
 * dockerfile-ast is not used here. It splits ordinary files well, and a test holds the two against each other, but it
 * takes two escape characters at a line's end for a continuation, misses or runs over several kinds of heredocs, reads on
 * behind unknown directives and breaks lines at lone carriage returns; to notice takes the scanner that replaces it.
 */
export function parseDockerfile(text: string): Dockerfile {
  const editorLines = new LineMap(text);
  // To the builder a lone carriage return is a blank; few files have one, and then lines are counted in two ways.
  const lines = /\r(?!\n)/.test(text) ? LineMap.ofFeeds(text) : editorLines;
  const header = readDirectives(lines);
  const escaper = header.escape;
  const comments: Comment[] = [];
  const instructions: Instruction[] = [];
  const globalArgs: ArgInstruction[] = [];
  const globals = new Map<string, string | typeof unset | undefined>();
  const list = new StageList(escaper);
  const index = new LineIndex(lines);
  let stage: OpenStage | undefined;

  let next = 0;
  while (next < lines.lineCount) {
    if (next >= header.lines.start && next < header.lines.end) {
      next = header.lines.end;
      continue;
    }
    const logical = readLogicalLine(lines, next, escaper, comments);
    next = logical.nextLine;
    if (logical.text.text === '') continue;
    const line = logical.text;
    const head = readHead(line, 0, escaper);
    const openers = mayHoldHeredocs(head, logical, escaper) ? findOpeners(line.text) : [];
    const heredocs = openers.length > 0 ? readHeredocs(line, openers, lines, next, index) : undefined;
    next = heredocs?.nextLine ?? next;
    const opened = head.keyword === 'FROM' ? list.open() : undefined;
    const current = opened ?? stage;
    const instruction = makeInstruction(
      {
        line,
        escaper,
        heredocs,
        end: heredocs?.end ?? logical.end,
        index: instructions.length,
        stage: current,
        onbuild: false,
        findStage: (name) => current && list.find(name, current.index),
      },
      head,
    );
    if (opened && instruction.kind === 'FROM') {
      list.add(opened, instruction, globals);
      stage = opened;
    }
    instructions.push(instruction);
    stage?.instructions.push(instruction);
    if (!stage && instruction.kind === 'ARG') {
      globalArgs.push(instruction);
      addGlobalValues(globals, instruction, escaper);
    }
  }
  return {
    text,
    lines: editorLines,
    eol: dominantBreak(text),
    escape: escaper,
    directives: header.directives,
    comments: lines === editorLines ? comments : comments.map((comment) => renumbered(comment, editorLines)),
    instructions,
    globalArgs,
    stages: list.stages,
    memory: [],
  };
}

/** An ONBUILD holds the heredocs of its trigger. */
function mayHoldHeredocs(head: Head, { text }: LogicalLine, escaper: string): boolean {
  if (!text.text.includes('<<')) return false;
  const inner = head.keyword === 'ONBUILD' ? readHead(text, head.argument.start, escaper) : head;
  return holdsHeredocs(inner.keyword);
}

function renumbered(comment: Comment, lines: LineMap): Comment {
  return { ...comment, line: lines.positionAt(comment.span.start).line };
}

function dominantBreak(text: string): '\n' | '\r\n' {
  let balance = 0;
  for (let i = text.indexOf('\n'); i >= 0; i = text.indexOf('\n', i + 1)) {
    balance += text.charCodeAt(i - 1) === 13 ? 1 : -1;
  }
  return balance > 0 ? '\r\n' : '\n';
}
