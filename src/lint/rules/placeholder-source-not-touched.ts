import { relativeTo } from '../../shared/posix-path';
import type { CopyStep, FlowCommand, RunStep } from '../flow/flow';
import { flowOf } from '../flow/flow-of';
import { freshens, isBuild, outcome, stubPath, touches, writesStub } from '../order/cargo-placeholder';
import type { Fix, Rule } from '../rule';

/** Cargo takes the real source for older than what it built from the placeholder. */
export const placeholderSourceNotTouched: Rule = {
  id: 'placeholder-source-not-touched',
  summary: 'Touch the real source before building over a placeholder',
  category: 'correctness',
  severity: 'error',
  since: '0.1.0',
  related: { cache: 'CACHE031' },
  docs: {
    why: 'Cargo builds again what is newer than the last build. `COPY` keeps the time of change that a file has in the build context, so real source that is older than the build of the placeholder counts as built: the image gets the program made of the placeholder, and nothing fails.',
    notes:
      'Touching the source, or removing what was built of the crate itself (`rm target/release/deps/app*`), makes Cargo look again. A second build with another profile or target is not reported. cargo-chef does all of this for you.',
    bad: [
      'FROM rust:1.82\nWORKDIR /app\nCOPY Cargo.toml Cargo.lock ./\nRUN mkdir src && echo "fn main() {}" > src/main.rs && cargo build --release\nCOPY src src\nRUN cargo build --release\n',
    ],
    good: [
      'FROM rust:1.82\nWORKDIR /app\nCOPY Cargo.toml Cargo.lock ./\nRUN mkdir src && echo "fn main() {}" > src/main.rs && cargo build --release\nCOPY src src\nRUN touch src/main.rs && cargo build --release\n',
      'FROM rust:1.82\nWORKDIR /app\nCOPY . .\nRUN cargo build --release\n',
    ],
  },
  when: { uses: ['cargo'] },
  *check(file) {
    for (const { stage, steps } of flowOf(file).stages) {
      const state: State = { stubs: [], build: undefined, copied: undefined };
      for (const step of steps) {
        if (step.kind === 'copy') {
          if (state.build && bringsSource(step, state)) state.copied = step;
          continue;
        }
        for (const entry of step.commands) {
          if (freshens(entry) || (state.copied && touches(entry))) forget(state);
          else if (writesStub(entry)) state.stubs.push(stubPath(entry));
          else if (isBuild(entry)) {
            const { build, copied } = state;
            if (build && copied && outcome(entry) === outcome(build) && step.stage === stage) {
              const fix = touchFix(step, entry, state);
              yield {
                span: entry.recognised?.span ?? entry.command.span,
                instruction: step.instruction,
                message:
                  'The copied source may be older than the build of the placeholder, and Cargo then takes it for built: the image gets the placeholder program. Touch the source first.',
                related: [
                  { span: build.recognised?.span ?? build.command.span, message: 'This builds the placeholder.' },
                  { span: copied.instruction.keywordSpan, message: 'This copy keeps the old time of change.' },
                ],
                fixes: fix ? [fix] : [],
              };
              forget(state);
            } else if (state.stubs.length > 0 && !copied) {
              state.build = entry;
            }
          }
        }
      }
    }
  },
};

interface State {
  /** Paths of placeholder sources; undefined where not static. */
  stubs: (string | undefined)[];
  /** The build of the placeholder. */
  build: FlowCommand | undefined;
  copied: CopyStep | undefined;
}

function forget(state: State): void {
  state.stubs = [];
  state.build = undefined;
  state.copied = undefined;
}

/** The copy puts source where the placeholder was: over it, or all of the project. */
function bringsSource(copy: CopyStep, { stubs }: State): boolean {
  if (copy.origin !== 'context') return false;
  const { destination } = copy;
  if (copy.wide || destination === undefined) return copy.wide;
  const over = stubs.some((stub) => stub !== undefined && relativeTo(destination, stub) !== undefined);
  const named = copy.sources.some((source) => /(?:^|\/)(?:src|crates)(?:\/|$)|\.rs$/.test(source ?? ''));
  return named && (over || stubs.some((stub) => stub === undefined));
}

function touchFix({ instruction, script }: RunStep, entry: FlowCommand, { stubs }: State): Fix | undefined {
  const { command, directory } = entry;
  const plain = command.place === 'top' && !command.conditional && instruction.command.form !== 'exec';
  if (!script.complete || !plain) return undefined;
  const [stub] = stubs;
  const path =
    stubs.length === 1 && stub !== undefined && directory !== undefined ? relativeTo(directory, stub) : undefined;
  const touch = path ? `touch ${path}` : "find . -path ./target -prune -o -name '*.rs' -exec touch {} +";
  return {
    title: 'Touch the source first',
    safe: false,
    edits: [{ span: { start: command.span.start, end: command.span.start }, newText: `${touch} && ` }],
  };
}
