import { deepEqual, equal, match, notEqual, ok } from 'node:assert/strict';
import { appendFileSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  afterBuild,
  compareSnapshot,
  layersIn,
  loadSnapshot,
  mayBeForeign,
  saveSnapshot,
} from '../../../src/cache/cache-snapshot';
import { loadDigests, loadSeen, saveDigests, saveSeen } from '../../../src/cache/context-memory';
import type { PlannedStep } from '../../../src/cache/plan';
import type { BuildRecord } from '../../../src/cache/record-book';
import { appendRecord, readRecords } from '../../../src/cache/record-file';
import { saltOf, stateFolder } from '../../../src/cache/state-folder';
import { FileDigests } from '../../../src/context/file-digests';
import { parseDockerfile } from '../../../src/dockerfile/parse';
import type { BuildCacheRecord } from '../../../src/engine/disk-usage';

describe('records of builds', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'layerwright-records-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const record = (time: number, filler = ''): BuildRecord => ({
    version: 1,
    time,
    subject: 's',
    steps: [{ key: `k${time}`, operation: 'o', parent: 'p', inputs: [], place: '0/0', ingredients: { filler } }],
  });

  it('are read in order, without lines that are broken or of another version', () => {
    const file = join(folder, 'deep', 'records.jsonl');
    deepEqual(readRecords(file), []);
    appendRecord(file, record(1));
    appendFileSync(
      file,
      '{"version":1,"time":2,"subject":"s","st\n{"version":2}\nnull\n[]\n{"version":1,"time":3,"subject":"s","steps":[{}]}\n',
    );
    appendRecord(file, record(4));
    deepEqual(readRecords(file), [record(1), record(4)]);
  });

  it('stay bounded, and keep the newest', () => {
    const file = join(folder, 'records.jsonl');
    const filler = 'x'.repeat(1_500_000);
    for (let time = 1; time <= 8; time++) appendRecord(file, record(time, filler));
    const times = readRecords(file).map(({ time }) => time);
    equal(times.at(-1), 8);
    ok(times.length >= 3 && times.length <= 7, String(times));
    deepEqual(readdirSync(folder).sort(), ['records.jsonl', 'records.jsonl.old']);
  });

  it('have a place of their own on each system, and a secret that processes share', () => {
    equal(stateFolder({}, 'linux', '/home/me'), join('/home/me', '.local', 'state', 'layerwright'));
    equal(stateFolder({ XDG_STATE_HOME: '/state' }, 'linux', '/home/me'), join('/state', 'layerwright'));
    equal(
      stateFolder({ XDG_STATE_HOME: 'relative' }, 'linux', '/home/me'),
      join('/home/me', '.local', 'state', 'layerwright'),
    );
    match(stateFolder({}, 'darwin', '/Users/me'), /Library.Application Support.layerwright$/);
    equal(stateFolder({ LOCALAPPDATA: '/local' }, 'win32', '/me'), join('/local', 'layerwright'));
    equal(stateFolder({ LAYERWRIGHT_STATE: '/mine', XDG_STATE_HOME: '/state' }, 'linux', '/me'), '/mine');
    const salt = saltOf(join(folder, 'a'));
    equal(saltOf(join(folder, 'a')), salt);
    notEqual(saltOf(join(folder, 'b')), salt);
    equal(statSync(join(folder, 'a', 'salt')).mode & 0o077, 0);
    writeFileSync(join(folder, 'b', 'salt'), '');
    ok(saltOf(join(folder, 'b')).length > 20);
  });

  it('remember the context, names with any characters too, and nothing of a broken file', () => {
    const file = join(folder, 'context');
    const facts = { size: 1n, mtimeNs: 2n, ctimeNs: 3n, ino: 4n, digest: 'd' };
    const names = ['a', 'tab\there', 'line\nbreak', '"quoted"', 'ümlaut/ß'];
    saveDigests(file, new FileDigests(names.map((name) => [name, facts])));
    deepEqual(
      [...loadDigests(file).entries()],
      names.map((name) => [name, facts]),
    );
    const seen = new Map(
      names.map((name) => [name, { kind: 'file', mode: 0o644, stamp: '1 2', digest: 'd' } as const]),
    );
    saveSeen(file, seen);
    deepEqual(loadSeen(file), seen);
    appendFileSync(file, 'broken\n');
    deepEqual([...loadSeen(file)], []);
    writeFileSync(file, 'something else\n');
    deepEqual([...loadDigests(file).entries()], []);
  });

  it("tell what others have built, and what was pruned, from BuildKit's list", () => {
    const kept = (id: string, description = id, type = 'regular'): BuildCacheRecord => {
      return { id, type, description, bytes: 1, inUse: false, shared: false, created: 0, lastUsed: 0, uses: 1 };
    };
    const first = compareSnapshot(undefined, layersIn([kept('a', '[2/2] RUN make')]), 10);
    deepEqual([first.foreign, first.pruned], [{ a: '[2/2] RUN make' }, 0]);
    const built = afterBuild(first, layersIn([kept('a'), kept('b'), kept('s', 's', 'source.local')]), 20);
    deepEqual([built.ids, built.foreign], [['a', 'b'], { a: '[2/2] RUN make' }]);
    const pruned = compareSnapshot(built, [kept('b'), kept('c', 'fileop target')], 30);
    deepEqual([pruned.pruned, pruned.emptied, pruned.foreign], [30, 0, { c: 'fileop target' }]);
    deepEqual(compareSnapshot(built, [kept('d')], 40).emptied, 40);
    saveSnapshot(join(folder, 'snapshot'), pruned);
    deepEqual(loadSnapshot(join(folder, 'snapshot')), pruned);
    equal(loadSnapshot(join(folder, 'none')), undefined);

    const { instructions } = parseDockerfile('FROM a\nRUN make $V\nCOPY a b\n');
    const may = (description: string, index: number) =>
      mayBeForeign({ ...first, foreign: { x: description } }, { instruction: instructions[index] } as PlannedStep);
    deepEqual(
      [
        '[2/2] RUN make 1',
        '[2/2] RUN other',
        'mount / from exec /bin/sh -c make $V',
        'fileop target',
        'pulled from x',
      ].map((description) => [may(description, 1), may(description, 2)]),
      [
        [true, false],
        [false, false],
        [true, false],
        [false, true],
        [false, false],
      ],
    );
  });
});
