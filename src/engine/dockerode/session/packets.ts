import protobuf from 'protobufjs/light';
import { type GrpcCall, prefixBytes, writePrefix } from './grpc';
import { key } from './protobuf';

/**
 * Packets of `moby.filesync.v1.FileSync/DiffCopy` (tonistiigi/fsutil, types/wire.proto): `type` = 1, `stat` = 2, `ID` = 3,
 * `data` = 4. The sender tells all entries and an empty one, the receiver asks for files by their place among them.
 */
export type ReceivedPacket = { readonly type: 'request'; readonly id: number } | { readonly type: 'finish' | 'other' };

/** What is told of an entry (types/stat.proto): `path` = 1, `mode` = 2, `size` = 5, `modTime` = 6, `linkname` = 7. */
export interface StatPacket {
  readonly path: string;
  /** As Go has it. */
  readonly mode: number;
  readonly size: number;
  /** Nanoseconds since the epoch. */
  readonly modified: bigint;
  /** Empty for none. */
  readonly target: string;
}

const types = { stat: 0, request: 1, data: 2, finish: 3 };

/** Bytes of a file in one packet. */
export const mostData = 64 * 1024;

/** Room for everything that stands in front of the data of a packet. */
const mostHeader = 32;
const blockBytes = 2 * (mostData + mostHeader);

export function readPacket(message: Uint8Array): ReceivedPacket {
  const reader = protobuf.Reader.create(message);
  let type = 0;
  let id = 0;
  while (reader.pos < reader.len) {
    const tag = reader.uint32();
    if (tag === key(1, 0)) type = reader.uint32();
    else if (tag === key(3, 0)) id = reader.uint32();
    else reader.skipType(tag & 7);
  }
  if (type === types.request) return { type: 'request', id };
  return { type: type === types.finish ? 'finish' : 'other' };
}

/** Collects packets in blocks of memory, which are used again when they are sent. */
export class PacketWriter {
  private block: Buffer = Buffer.allocUnsafeSlow(blockBytes);
  private used = 0;
  private readonly spare: Buffer[] = [];

  constructor(private readonly call: Pick<GrpcCall, 'write'>) {}

  stat({ path, mode, size, modified, target }: StatPacket): void {
    const pathBytes = Buffer.byteLength(path);
    const targetBytes = Buffer.byteLength(target);
    const time = BigInt.asUintN(64, modified);
    const stat =
      textSize(pathBytes) +
      (mode === 0 ? 0 : 1 + varintSize(mode)) +
      (size === 0 ? 0 : 1 + varintSize(size)) +
      (time === 0n ? 0 : 1 + bigVarintSize(time)) +
      textSize(targetBytes);
    const length = 1 + varintSize(stat) + stat;
    this.reserve(prefixBytes + length);
    this.prefix(length);
    this.byte(key(2, 2));
    this.varint(stat);
    this.text(1, path, pathBytes);
    this.number(2, mode);
    this.number(5, size);
    if (time !== 0n) {
      this.byte(key(6, 0));
      this.bigVarint(time);
    }
    this.text(7, target, targetBytes);
  }

  /** All entries were told. */
  endOfStats(): void {
    this.reserve(prefixBytes);
    this.prefix(0);
  }

  /** `length` bytes of a file, up to `mostData`, which `fill` writes into the place it is given. */
  data(id: number, length: number, fill: (place: Buffer) => void): void {
    this.reserve(mostHeader + length);
    const place = this.block.subarray(this.used + headerSize(id, length), this.used + headerSize(id, length) + length);
    fill(place);
    this.dataHeader(id, length);
    this.used += length;
  }

  endOfFile(id: number): void {
    this.reserve(mostHeader);
    this.prefix(2 + (id === 0 ? 0 : 1 + varintSize(id)));
    this.number(1, types.data);
    this.number(3, id);
  }

  finish(): void {
    this.reserve(prefixBytes + 2);
    this.prefix(2);
    this.number(1, types.finish);
  }

  /** Sends what was collected. */
  flush(): void {
    if (this.used === 0) return;
    const { block } = this;
    const bytes = block.subarray(0, this.used);
    this.block = this.spare.pop() ?? Buffer.allocUnsafeSlow(blockBytes);
    this.used = 0;
    this.call.write(bytes, () => this.giveBack(block));
  }

  /** Of a large file: a block of its own, to be filled meanwhile behind the room for a header. */
  take(): Buffer {
    return this.spare.pop() ?? Buffer.allocUnsafeSlow(blockBytes);
  }

  /** Sends `length` bytes that were put into a block at `dataStart`. */
  sendBlock(block: Buffer, id: number, length: number): void {
    this.flush();
    const start = dataStart - headerSize(id, length);
    const { block: current, used } = this;
    this.block = block;
    this.used = start;
    this.dataHeader(id, length);
    this.block = current;
    this.used = used;
    this.call.write(block.subarray(start, dataStart + length), () => this.giveBack(block));
  }

  giveBack(block: Buffer): void {
    if (block.length === blockBytes) this.spare.push(block);
  }

  private reserve(bytes: number): void {
    if (this.used + bytes > this.block.length) this.flush();
    // A name or a link longer than any file system has them.
    if (bytes > this.block.length) this.block = Buffer.allocUnsafeSlow(bytes);
  }

  private dataHeader(id: number, length: number): void {
    this.prefix(headerSize(id, length) - prefixBytes + length);
    this.number(1, types.data);
    this.number(3, id);
    this.byte(key(4, 2));
    this.varint(length);
  }

  private prefix(length: number): void {
    writePrefix(this.block, this.used, length);
    this.used += prefixBytes;
  }

  private number(field: number, value: number): void {
    if (value === 0) return;
    this.byte(key(field, 0));
    this.varint(value);
  }

  private text(field: number, text: string, bytes: number): void {
    if (bytes === 0) return;
    this.byte(key(field, 2));
    this.varint(bytes);
    this.used += this.block.write(text, this.used);
  }

  private byte(value: number): void {
    this.block[this.used++] = value;
  }

  private varint(value: number): void {
    let rest = value;
    for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) this.byte((rest % 0x80) + 0x80);
    this.byte(rest);
  }

  private bigVarint(value: bigint): void {
    let rest = value;
    for (; rest >= 0x80n; rest >>= 7n) this.byte(Number(rest & 0x7fn) + 0x80);
    this.byte(Number(rest));
  }
}

/** Where the data of a block of its own starts. */
export const dataStart = mostHeader;

function headerSize(id: number, length: number): number {
  return prefixBytes + 2 + (id === 0 ? 0 : 1 + varintSize(id)) + 1 + varintSize(length);
}

function textSize(bytes: number): number {
  return bytes === 0 ? 0 : 1 + varintSize(bytes) + bytes;
}

function varintSize(value: number): number {
  let size = 1;
  for (let rest = value; rest >= 0x80; rest = Math.floor(rest / 0x80)) size += 1;
  return size;
}

function bigVarintSize(value: bigint): number {
  let size = 1;
  for (let rest = value; rest >= 0x80n; rest >>= 7n) size += 1;
  return size;
}
