import { deepEqual, equal } from 'node:assert/strict';
import fc from 'fast-check';
import protobuf from 'protobufjs/light';
import { framed } from '../../../src/engine/dockerode/session/grpc';
import { dataStart, mostData, PacketWriter, readPacket } from '../../../src/engine/dockerode/session/packets';

/** As fsutil declares them. */
const root = protobuf.Root.fromJSON({
  nested: {
    Packet: {
      fields: {
        type: { type: 'int32', id: 1 },
        stat: { type: 'Stat', id: 2 },
        ID: { type: 'uint32', id: 3 },
        data: { type: 'bytes', id: 4 },
      },
    },
    Stat: {
      fields: {
        path: { type: 'string', id: 1 },
        mode: { type: 'uint32', id: 2 },
        uid: { type: 'uint32', id: 3 },
        gid: { type: 'uint32', id: 4 },
        size: { type: 'int64', id: 5 },
        modTime: { type: 'int64', id: 6 },
        linkname: { type: 'string', id: 7 },
      },
    },
  },
});
const Packet = root.lookupType('Packet');

/** What a receiver reads of the bytes that were sent. */
function received(sent: readonly Uint8Array[]): readonly Record<string, unknown>[] {
  let bytes = Buffer.concat(sent);
  const packets: Record<string, unknown>[] = [];
  while (bytes.length > 0) {
    equal(bytes[0], 0);
    const end = 5 + bytes.readUInt32BE(1);
    packets.push(Packet.toObject(Packet.decode(bytes.subarray(5, end)), { longs: String, bytes: String }));
    bytes = bytes.subarray(end);
  }
  return packets;
}

function writer() {
  const sent: Buffer[] = [];
  // The block is used again as soon as it was taken.
  const packets = new PacketWriter({
    write(bytes, taken) {
      sent.push(Buffer.from(bytes));
      taken?.();
    },
  });
  return { packets, sent };
}

describe('packets of file sync', () => {
  it('say of an entry what a receiver reads, whatever its name, size and time', () => {
    const stats = fc.array(
      fc.record({
        path: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 300 }),
        mode: fc.integer({ min: 0, max: 0xffff_ffff }),
        size: fc.maxSafeNat(),
        modified: fc.bigInt({ min: -(2n ** 62n), max: 2n ** 62n }),
        target: fc.string({ maxLength: 300 }),
      }),
    );
    fc.assert(
      fc.property(stats, (entries) => {
        const { packets, sent } = writer();
        for (const entry of entries) packets.stat(entry);
        packets.endOfStats();
        packets.flush();
        const expected = entries.map(({ path, mode, size, modified, target }) => ({
          stat: {
            path,
            ...(mode === 0 ? {} : { mode }),
            ...(size === 0 ? {} : { size: String(size) }),
            ...(modified === 0n ? {} : { modTime: String(modified) }),
            ...(target === '' ? {} : { linkname: target }),
          },
        }));
        deepEqual(received(sent), [...expected, {}]);
      }),
      { numRuns: 60 },
    );
  });

  it('carry files, small ones together and large ones in blocks of their own', () => {
    const { packets, sent } = writer();
    const content = (length: number, byte: number) => Buffer.alloc(length, byte).toString('base64');
    packets.data(0, 3, (place) => place.fill(1));
    packets.endOfFile(0);
    packets.data(300, mostData, (place) => place.fill(2));
    const block = packets.take().fill(3);
    packets.sendBlock(block, 70_000, mostData);
    block.fill(0);
    packets.data(300, mostData, (place) => place.fill(4));
    packets.endOfFile(300);
    packets.finish();
    packets.flush();
    equal(block.length >= dataStart + mostData, true);
    deepEqual(received(sent), [
      { type: 2, data: content(3, 1) },
      { type: 2 },
      { type: 2, ID: 300, data: content(mostData, 2) },
      { type: 2, ID: 70_000, data: content(mostData, 3) },
      { type: 2, ID: 300, data: content(mostData, 4) },
      { type: 2, ID: 300 },
      { type: 3 },
    ]);
  });

  it('are read as they come', () => {
    const packet = (value: object) => readPacket(framed(Packet.encode(Packet.create(value)).finish()).subarray(5));
    deepEqual(packet({ type: 1, ID: 77_777 }), { type: 'request', id: 77_777 });
    deepEqual(packet({ type: 1 }), { type: 'request', id: 0 });
    deepEqual(packet({ type: 3 }), { type: 'finish' });
    deepEqual(packet({ type: 4, data: Buffer.from('x') }), { type: 'other' });
  });
});
