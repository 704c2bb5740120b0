import { Language, Parser, type TreeCursor } from 'web-tree-sitter';
import type { MappedText } from '../shared/mapped-text';
import { convert } from './convert';
import { plainScript } from './plain-script';
import { shellParser } from './read-script';
import type { GrammarBudget, ShellParser } from './shell-parser';
import type { SyntaxNode, SyntaxTree } from './syntax';

/** Contents of `web-tree-sitter.wasm` and `tree-sitter-bash.wasm`. */
export interface ShellParserWasm {
  readonly runtime: Uint8Array;
  readonly bash: Uint8Array;
}

let runtime: Promise<void> | undefined;

/**
 * Loads the grammar. The parser is for the life of the process; nothing needs to be disposed. `grammarOnly` has the grammar
 * read plain scripts, too: for the test that holds the two together.
 */
export async function loadShellParser(
  wasm: ShellParserWasm,
  options: { readonly grammarOnly?: true } = {},
): Promise<ShellParser> {
  runtime ??= Parser.init({ wasmBinary: wasm.runtime });
  await runtime;
  const parser = new Parser();
  parser.setLanguage(await Language.load(wasm.bash));
  const grammar = (budget: GrammarBudget | undefined) => (text: string) => {
    if (budget) spend(budget, text);
    return syntaxTree(parser, text);
  };
  const read = (script: MappedText, budget: GrammarBudget | undefined) =>
    (options.grammarOnly ? undefined : plainScript(script)) ?? convert(script, grammar(budget));
  return shellParser(read);
}

/** Characters that the start of a parse counts for. */
const parseCost = 100;
/** Not made anew for each script: its stack would cost more than a parse. */
const spent = new Error('The file has more shell in it than the grammar reads');

function spend(budget: GrammarBudget, text: string): void {
  const left = budget.characters - text.length - parseCost;
  if (left < 0) throw spent;
  budget.characters = left;
}

const nothing: SyntaxNode = { type: 'program', named: true, start: 0, end: 0, children: [] };

/** Parses and copies: no node of the library outlives the call. */
function syntaxTree(parser: Parser, text: string): SyntaxTree {
  const tree = parser.parse(text);
  if (!tree) {
    parser.reset();
    return { root: nothing, complete: false };
  }
  const cursor = tree.walk();
  try {
    return { root: copy(cursor), complete: !tree.rootNode.hasError };
  } finally {
    cursor.delete();
    tree.delete();
  }
}

interface MutableNode extends SyntaxNode {
  readonly children: MutableNode[];
}

/** Not recursive: a list of a thousand commands is a thousand nodes deep. */
function copy(cursor: TreeCursor): SyntaxNode {
  const root = nodeAt(cursor);
  const path = [root];
  if (!cursor.gotoFirstChild()) return root;
  for (;;) {
    const node = nodeAt(cursor);
    path[path.length - 1]?.children.push(node);
    if (cursor.gotoFirstChild()) {
      path.push(node);
      continue;
    }
    while (!cursor.gotoNextSibling()) {
      if (!cursor.gotoParent() || path.length === 1) return root;
      path.pop();
    }
  }
}

function nodeAt(cursor: TreeCursor): MutableNode {
  return {
    type: cursor.nodeType,
    named: cursor.nodeIsNamed,
    start: cursor.startIndex,
    end: cursor.endIndex,
    children: [],
  };
}
