import assert from 'node:assert/strict';
import { parseDockerfile } from '../../../src/dockerfile/parse';
import { mergeConfig } from '../../../src/lint/config/config';
import { lint } from '../../../src/lint/lint';
import type { RuleId } from '../../../src/lint/rule-ids';
import { shell } from '../support/shell';

const lines = (count: number, line: (at: number) => string) =>
  Array.from({ length: count }, (_, at) => line(at)).join('\n');

/** Lines, from 0, on which a rule reports something. */
function reportedOn(text: string, rule: RuleId): readonly number[] {
  const found = lint(parseDockerfile(text), { shell: shell(), config: mergeConfig({ allRules: true }) });
  return found.filter((finding) => finding.rule === rule).map(({ range }) => range.start.line);
}

/** Far behind what people write, rules say nothing instead of taking long. */
describe('files that are made to be slow', () => {
  it('leave scripts unread behind what the grammar reads of one file, and report on the others', () => {
    const nested = lines(2000, () => "RUN sudo sh -c 'make'");
    const found = reportedOn(`FROM debian:12\n${nested}\nRUN sudo make\n`, 'avoid-sudo');
    assert.deepEqual(found.slice(0, 3), [1, 2, 3]);
    assert.ok(found.length < 1000);
    assert.equal(found.at(-1), 2001, 'a simple script needs no grammar');
  });

  it('are linted in full where people could have written them', () => {
    const nested = lines(100, () => "RUN sudo sh -c 'make'");
    assert.equal(reportedOn(`FROM debian:12\n${nested}\n`, 'avoid-sudo').length, 100);
  });

  it('have their first cache mounts looked at', () => {
    const mounts = (count: number) =>
      lines(count, (at) => `COPY a /c${at}/\nRUN --mount=type=cache,target=/c${at} make`);
    const found = (count: number) => reportedOn(`FROM debian:12\n${mounts(count)}\n`, 'cache-mount-hides-files').length;
    assert.equal(found(50), 50);
    assert.ok(found(400) >= 50 && found(400) < 400);
  });

  it('have installs compared with those of other stages up to a number', () => {
    const stages = (count: number) =>
      lines(count, (at) => `FROM debian:12 AS s${at}\nENV A=${at}\nRUN apt-get update && apt-get install -y curl`);
    const found = (count: number) => reportedOn(`${stages(count)}\n`, 'same-install-in-several-stages').length;
    assert.equal(found(50), 49);
    assert.ok(found(500) >= 49 && found(500) < 499);
  });

  it('have chains of stages followed up to a length, and nothing is said about what starts behind it', () => {
    const stages = (count: number) =>
      lines(count, (at) => `FROM ${at ? `s${at - 1}` : 'debian:12'} AS s${at}\nCOPY f${at} /f\nRUN make`);
    const found = (count: number) =>
      reportedOn(`${stages(count)}\nRUN apt-get update\nRUN rm -rf /var/lib/apt/lists/*\n`, 'delete-in-later-layer')
        .length;
    assert.equal(found(20), 1);
    assert.equal(found(2000), 0);
  });

  it('have a RUN moved over so many steps and no more', () => {
    const below = (count: number) =>
      `FROM debian:12\nCOPY . /app/\n${lines(count, (at) => `COPY f${at} /app/`)}\nRUN apt-get update && apt-get install -y curl\n`;
    const found = (count: number) =>
      lint(parseDockerfile(below(count)), { shell: shell() }).find(
        ({ rule }) => rule === 'system-packages-after-source',
      );
    assert.equal(found(50)?.fixes.length, 1);
    assert.equal(found(500)?.fixes.length, 0);
    assert.match(found(500)?.message ?? '', /no automatic fix, because the copy stands too far above/);
  });
});
