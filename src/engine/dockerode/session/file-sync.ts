import { ContextError } from '../../../context/context-error';
import { takeTurns } from '../../../context/turns';
import { FileSender } from './file-sender';
import { type GrpcCall, GrpcError, type GrpcMethod } from './grpc';
import { PacketWriter, readPacket } from './packets';
import type { SyncedDirectory, SyncedEntry, SyncRequest } from './synced-directory';

export interface FileSyncOptions {
  /** By the names the engine calls them: `context`, `dockerfile`. */
  readonly directories: Readonly<Record<string, SyncedDirectory>>;
  /** Bytes of files sent so far, over all directories. */
  readonly onSent: (bytes: number) => void;
  /** A directory could not be read: the build cannot go on. */
  readonly onError: (error: unknown) => void;
}

/** `moby.filesync.v1.FileSync/DiffCopy`: tells the engine what is in a directory, and sends the files it asks for. */
export function diffCopyMethod({ directories, onSent, onError }: FileSyncOptions): GrpcMethod {
  let total = 0;
  return async (call) => {
    const name = values(call, 'dir-name')[0] ?? '';
    const directory = Object.hasOwn(directories, name) ? directories[name] : undefined;
    const notFound = 5;
    if (!directory) throw new GrpcError(notFound, `no access allowed to dir "${name}"`);
    try {
      await sync(call, directory, (bytes) => {
        total += bytes;
        onSent(total);
      });
    } catch (error) {
      if (error instanceof ContextError || !call.signal.aborted) onError(error);
      throw error;
    }
  };
}

async function sync(call: GrpcCall, directory: SyncedDirectory, onSent: (bytes: number) => void): Promise<void> {
  const request: SyncRequest = {
    includes: values(call, 'include-patterns'),
    excludes: values(call, 'exclude-patterns'),
    follow: values(call, 'followpaths'),
  };
  const packets = new PacketWriter(call);
  const sender = new FileSender(call, packets, directory, onSent);
  await Promise.all([tell(call, packets, directory.entries(request, call.signal), sender), sender.run(requests(call))]);
  if (call.signal.aborted) return;
  packets.finish();
  packets.flush();
}

async function tell(
  call: GrpcCall,
  packets: PacketWriter,
  entries: Iterable<SyncedEntry>,
  sender: FileSender,
): Promise<void> {
  const turns = takeTurns();
  for (const entry of entries) {
    const { kind, path, size, modified, target = '' } = entry;
    sender.announce(kind === 'file' ? path : undefined, size);
    packets.stat({ path, mode: goMode(entry), size, modified, target });
    if (!turns.over()) continue;
    packets.flush();
    await call.room();
    await turns.next();
    if (call.signal.aborted) return;
  }
  packets.endOfStats();
  packets.flush();
}

/** The places of files the engine wants, until it has all. */
async function* requests(call: GrpcCall): AsyncGenerator<number> {
  for await (const message of call.messages()) {
    const packet = readPacket(message);
    if (packet.type === 'finish') return;
    if (packet.type === 'request') yield packet.id;
  }
}

/** Newer engines write values like parts of a URL, older ones as they are, in UTF-8; headers are read byte by byte. */
function values(call: GrpcCall, key: string): readonly string[] {
  const encoded = call.metadata(`${key}-encoded`).length > 0;
  return call
    .metadata(key)
    .map((value) =>
      encoded ? decodeURIComponent(value.replaceAll('+', ' ')) : Buffer.from(value, 'latin1').toString(),
    );
}

/** Go keeps the kind and the special bits elsewhere than Unix does. */
function goMode({ kind, mode }: SyncedEntry): number {
  let bits = mode & 0o777;
  if (kind === 'directory') bits += 0x8000_0000;
  if (kind === 'link') bits += 0x0800_0000;
  if (mode & 0o4000) bits += 0x0080_0000;
  if (mode & 0o2000) bits += 0x0040_0000;
  if (mode & 0o1000) bits += 0x0010_0000;
  return bits;
}
