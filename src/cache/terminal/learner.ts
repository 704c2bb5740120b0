import { realpathSync } from 'node:fs';
import type { FileDigests } from '../../context/file-digests';
import type { EngineStorage } from '../../engine/engine';
import { isEngineError } from '../../engine/errors';
import { loadSeen, saveSeen } from '../context-memory';
import type { ForecastRequest } from '../forecaster';
import type { Kept } from '../kept';
import { appendRecord } from '../record-file';
import { loadRefs, saveRefs } from './read-refs';
import { recordTerminalBuild, type TerminalRecordOptions } from './record-terminal-build';
import { TerminalBuilds } from './terminal-builds';
import { hasSameClock } from './unchanged-files';

/** What of a forecaster builds from terminals are written down with. */
export interface Learning extends Pick<TerminalRecordOptions, 'base' | 'subjectOf'> {
  readonly storage: EngineStorage;
  readonly recordFile: string;
  /** Of builds from terminals: those that were looked at, and what the last one was sent. */
  readonly refsFile: string;
  readonly sentFile: string;
  readonly digests: () => FileDigests;
  readonly kept: () => Promise<Kept>;
}

/** Writes down what builds from terminals have done, one after the other. What cannot be told of them is left out. */
export class TerminalLearner {
  private last: Promise<unknown> = Promise.resolve();

  constructor(private readonly terminal = new TerminalBuilds()) {}

  /** Only for BuildKit. Rejects when the request's signal aborts. */
  async learn(request: ForecastRequest, learning: Learning): Promise<void> {
    if (!hasSameClock(request.engine.endpoint, learning.storage)) return;
    const learnt = this.last.then(() => this.learnNow(request, learning));
    this.last = learnt.catch(() => {});
    try {
      await learnt;
    } catch (error) {
      // A forecast can do without: the engine does not tell, or a folder is gone or cannot be written.
      const told = isEngineError(error) ? error.reason !== 'cancelled' : error instanceof Error && 'code' in error;
      if (request.signal?.aborted || !told) throw error;
    }
  }

  private async learnNow(request: ForecastRequest, learning: Learning): Promise<void> {
    const { engine, dockerfile, root, signal } = request;
    const { recordFile, refsFile, sentFile, base, subjectOf } = learning;
    const key = `${recordFile} ${dockerfile} ${root}`;
    const question = { key, dockerfile, root, without: loadRefs(refsFile) };
    const { builds, gone } = await this.terminal.take(question, async () => engine.history, signal);
    if (gone.length > 0) saveRefs(refsFile, gone);
    if (builds.length === 0) return;
    const kept = await learning.kept();
    const made = new Set<string>();
    let recorded = false;
    for (const one of builds) {
      const learnt = await recordTerminalBuild(one, {
        ...{ engine, kept, base, subjectOf, signal },
        root: realpathSync(root),
        digests: learning.digests(),
        before: loadSeen(sentFile),
      });
      saveRefs(refsFile, [one.build.ref]);
      if (!learnt) continue;
      appendRecord(recordFile, learnt.record);
      kept.book.add(learnt.record);
      if (learnt.sent.size > 0) saveSeen(sentFile, learnt.sent);
      for (const id of learnt.made) made.add(id);
      recorded = true;
    }
    if (recorded) kept.explain(made);
  }
}
