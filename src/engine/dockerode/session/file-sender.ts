import { closeSync, read } from 'node:fs';
import { becameShorter, openAnnounced, readWhole } from '../../../context/announced-file';
import { ContextError } from '../../../context/context-error';
import { takeTurns } from '../../../context/turns';
import type { GrpcCall } from './grpc';
import { dataStart, mostData, type PacketWriter } from './packets';
import type { SyncedDirectory } from './synced-directory';

/** Files larger than one packet that are read at the same time. */
const mostParallel = 4;

/**
 * Sends the files that are asked for. One that grows meanwhile is sent as it was announced; one that shrinks or vanishes
 * fails with a ContextError, because nothing true could be sent for it.
 */
export class FileSender {
  private readonly paths: (string | undefined)[] = [];
  private readonly sizes: number[] = [];
  private readonly turns = takeTurns();
  private readonly large = new Set<Promise<void>>();
  private failure: { readonly cause: unknown } | undefined;

  constructor(
    private readonly call: GrpcCall,
    private readonly packets: PacketWriter,
    private readonly directory: SyncedDirectory,
    private readonly onSent: (bytes: number) => void,
  ) {}

  /** The next entry that the engine is told of; undefined when it is no file. */
  announce(path: string | undefined, size: number): void {
    this.paths.push(path);
    this.sizes.push(size);
  }

  async run(wanted: AsyncIterable<number>): Promise<void> {
    try {
      await this.answer(wanted);
      await Promise.all(this.large);
    } catch (error) {
      throw this.failure ? this.failure.cause : error;
    }
    if (this.failure) throw this.failure.cause;
  }

  private async answer(wanted: AsyncIterable<number>): Promise<void> {
    let flushing = false;
    for await (const id of wanted) {
      await this.send(id);
      if (flushing) continue;
      // Requests that came together are answered together.
      flushing = true;
      setImmediate(() => {
        flushing = false;
        this.packets.flush();
      });
    }
  }

  private async send(id: number): Promise<void> {
    const path = this.paths[id];
    if (path === undefined)
      throw new ContextError(`The engine asked for entry ${id} of the build context, which is no file`, '');
    const size = this.sizes[id] ?? 0;
    const file = this.directory.file(path);
    if (Buffer.isBuffer(file)) this.sendBytes(id, file);
    else if (size <= mostData) this.sendSmall(id, path, file.at, size);
    else await this.startLarge(id, path, file.at, size);
    if (!this.turns.over()) return;
    this.packets.flush();
    await this.call.room();
    await this.turns.next();
  }

  private sendBytes(id: number, bytes: Buffer): void {
    for (let at = 0; at < bytes.length; at += mostData) {
      const part = bytes.subarray(at, at + mostData);
      this.packets.data(id, part.length, (place) => part.copy(place));
    }
    this.packets.endOfFile(id);
  }

  private sendSmall(id: number, path: string, at: string, size: number): void {
    const handle = openAnnounced(path, at);
    try {
      if (size > 0) this.packets.data(id, size, (place) => readWhole(handle, path, place));
    } finally {
      closeSync(handle);
    }
    this.packets.endOfFile(id);
    this.onSent(size);
  }

  private async startLarge(id: number, path: string, at: string, size: number): Promise<void> {
    while (this.large.size >= mostParallel) await Promise.race(this.large);
    const sending = this.sendLarge(id, path, at, size)
      .catch((cause: unknown) => {
        this.failure ??= { cause };
        // Whoever waits for requests is not told otherwise.
        this.call.cancel();
      })
      .finally(() => this.large.delete(sending));
    this.large.add(sending);
  }

  private async sendLarge(id: number, path: string, at: string, size: number): Promise<void> {
    const handle = openAnnounced(path, at);
    try {
      for (let sent = 0; sent < size; ) {
        await this.call.room();
        if (this.call.signal.aborted) return;
        const block = this.packets.take();
        const length = await readPart(handle, block, Math.min(mostData, size - sent), sent).catch((cause) => {
          this.packets.giveBack(block);
          throw ContextError.from('read', path, cause);
        });
        if (length === 0) throw becameShorter(path);
        this.packets.sendBlock(block, id, length);
        sent += length;
        this.onSent(length);
      }
    } finally {
      closeSync(handle);
    }
    this.packets.endOfFile(id);
    this.packets.flush();
  }
}

function readPart(handle: number, block: Buffer, length: number, position: number): Promise<number> {
  return new Promise((resolve, reject) => {
    read(handle, block, dataStart, length, position, (error, bytes) => (error ? reject(error) : resolve(bytes)));
  });
}
