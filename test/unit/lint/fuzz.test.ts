import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createMemoryContext } from '../../../src/context/memory-context';
import { parseDockerfile } from '../../../src/dockerfile/parse';
import { mergeConfig } from '../../../src/lint/config/config';
import type { Finding } from '../../../src/lint/finding';
import { fixAll } from '../../../src/lint/fix';
import { rules } from '../../../src/lint/rules';
import { runRules } from '../../../src/lint/run-rules';
import { suppressEdit } from '../../../src/lint/suppress/suppress-edit';
import { LineMap } from '../../../src/shared/line-map';
import type { Position } from '../../../src/shared/position';
import { shell } from '../support/shell';

const config = mergeConfig({ allRules: true });
const context = createMemoryContext({
  'package.json': '{"scripts":{"build":"tsc"}}',
  'package-lock.json': '{}',
  'src/a.ts': '',
});

function lintAll(text: string): readonly Finding[] {
  return runRules(parseDockerfile(text), rules, {
    shell: shell(),
    context,
    config,
    onRuleError: (rule, error) => {
      throw new Error(`${rule.id} threw`, { cause: error });
    },
  });
}

/** Lines and pieces that mean something, so that chance builds files that nearly do. */
const piece = fc.constantFrom(
  'FROM node', 'FROM node:20 AS build', 'FROM --platform=$BUILDPLATFORM alpine@sha256:0', 'FROM build', 'FROM', 'FROM scratch',
  'RUN npm install', 'RUN ["npm", "ci"]', 'RUN apt-get update && \\', '    apt-get install -y curl \\', '  # comment', 'RUN <<EOF',
  'RUN <<-"A" <<B', 'EOF', 'A', 'B', 'COPY . .', 'COPY ["a b", "/"]', 'COPY --from=build /x /y', 'COPY <<EOF /f', 'ADD x', 'COPY',
  'WORKDIR a', 'WORKDIR $X/b', 'ENV A=1 B="c d" \\', 'ENV A b', 'ARG X=${Y:-z}', 'CMD node server.js', 'CMD ["node"', 'ENTRYPOINT []',
  'SHELL ["powershell"]', 'SHELL [', 'ONBUILD RUN x', 'ONBUILD', 'HEALTHCHECK CMD x', 'HEALTHCHECK NONE', 'MAINTAINER me', 'EXPOSE 80/TCP',
  'USER', 'VOLUME ["/a"]', 'STOPSIGNAL 9', 'LABEL a=b', 'NOTHING here', '# escape=`', '# check=skip=all', '# layerwright ignore=x,y',
  '# layerwright global ignore=parse-error', '# hadolint stage ignore=DL3000', '#', '', '   ', '\\', '`', '\ufeff', '\t', '"', "'", '$(', '${',
  '$((', '<<', '||', ';;', 'if x; then', 'fi', '\u0000', '😀', 'é', '\u2028',
); // biome-ignore format: a list of pieces
const lineBreak = fc.constantFrom('\n', '\n', '\n', '\r\n', '\r', ' ', '');
const document = fc
  .array(fc.tuple(piece, lineBreak), { maxLength: 24 })
  .map((parts) => parts.map(([text, end]) => text + end).join(''));
const mutated = fc
  .tuple(document, fc.nat(400), fc.nat(12), fc.string({ unit: 'binary', maxLength: 5 }))
  .map(([text, at, length, put]) => text.slice(0, at) + put + text.slice(at + length));

describe('lint', () => {
  for (const [name, texts, numRuns] of [
    ['files that nearly are Dockerfiles', document, 400],
    ['mutated files', mutated, 400],
    ['any text', fc.string({ unit: 'binary', maxLength: 200 }), 300],
  ] as const) {
    it(`survives ${name}, with ranges inside the document`, function () {
      this.timeout(30_000);
      fc.assert(
        fc.property(texts, (text) => {
          const lines = new LineMap(text);
          for (const finding of lintAll(text)) {
            checkRange(lines, finding.range);
            for (const { range } of finding.places) checkRange(lines, range);
            for (const fix of finding.fixes) for (const { range } of fix.edits) checkRange(lines, range);
            suppressEdit(parseDockerfile(text), finding);
          }
        }),
        { numRuns, seed: 20260801 },
      );
    });
  }

  it('survives values and directories that grow with every line', () => {
    for (const line of ['ENV A=$A$A\n', 'ENV A=${A:-$A}$A\n', 'ARG A=x$A$A\n', 'WORKDIR a\n', 'WORKDIR ../..\n'])
      lintAll(`FROM a\nENV A=xx\nWORKDIR /x\n${line.repeat(300)}RUN echo $A\nCOPY $A /$A\n`);
  });

  it('comes to an end with all safe fixes', function () {
    this.timeout(30_000);
    fc.assert(
      fc.property(document, (text) => {
        const once = fixAll(text, lintAll, { safeOnly: true });
        assert.equal(fixAll(once.text, lintAll, { safeOnly: true }).text, once.text);
      }),
      { numRuns: 300, seed: 20260801 },
    );
  });
});

function checkRange(lines: LineMap, range: { readonly start: Position; readonly end: Position }): void {
  const start = lines.offsetAt(range.start);
  const end = lines.offsetAt(range.end);
  assert.ok(start <= end, 'A range ends before it starts');
  assert.deepEqual([lines.positionAt(start), lines.positionAt(end)], [range.start, range.end], 'A position is outside');
}
