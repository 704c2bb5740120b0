import protobuf from 'protobufjs/light';
import type { PastBuild } from '../../build-history';
import { milliseconds, type Timestamp, timestampSchema } from '../timestamp';

/**
 * What is needed of `moby.buildkit.v1.BuildHistoryEvent` (api/services/control/control.proto of BuildKit). Fields that are not
 * named here are skipped.
 */
const schema = {
  nested: {
    BuildHistoryEvent: { fields: { record: { type: 'Record', id: 2 } } },
    Record: {
      fields: {
        Ref: { type: 'string', id: 1 },
        FrontendAttrs: { keyType: 'string', type: 'string', id: 3 },
        Exporters: { rule: 'repeated', type: 'Exporter', id: 4 },
        error: { type: 'Status', id: 5 },
        CreatedAt: { type: 'Timestamp', id: 6 },
        CompletedAt: { type: 'Timestamp', id: 7 },
        Result: { type: 'Result', id: 10 },
      },
    },
    Exporter: { fields: { Type: { type: 'string', id: 1 }, Attrs: { keyType: 'string', type: 'string', id: 2 } } },
    Status: { fields: { message: { type: 'string', id: 2 } } },
    Result: {
      fields: {
        ResultDeprecated: { type: 'Descriptor', id: 1 },
        Attestations: { rule: 'repeated', type: 'Descriptor', id: 2 },
        Results: { keyType: 'int64', type: 'Descriptor', id: 3 },
      },
    },
    Descriptor: {
      fields: {
        digest: { type: 'string', id: 2 },
        annotations: { keyType: 'string', type: 'string', id: 5 },
      },
    },
    ...timestampSchema,
  },
};

/** Of that schema, as protobufjs writes it with all defaults; messages that are not there are null. */
interface Message {
  readonly record: {
    readonly Ref: string;
    readonly FrontendAttrs: Readonly<Record<string, string>>;
    readonly Exporters: readonly { readonly Attrs: Readonly<Record<string, string>> }[];
    readonly error: { readonly message: string } | null;
    readonly CreatedAt: Timestamp | null;
    readonly CompletedAt: Timestamp | null;
    readonly Result: {
      readonly ResultDeprecated: Descriptor | null;
      readonly Attestations: readonly Descriptor[];
      readonly Results: Readonly<Record<string, Descriptor>>;
    } | null;
  } | null;
}

interface Descriptor {
  readonly digest: string;
  readonly annotations: Readonly<Record<string, string>>;
}

/** Reads the answers of `Control/ListenBuildHistory`; undefined for one that names no build. */
export function createHistoryDecoder(): (bytes: Uint8Array) => PastBuild | undefined {
  const event = protobuf.Root.fromJSON(schema).lookupType('BuildHistoryEvent');
  return (bytes) => {
    const { record } = event.toObject(event.decode(bytes), { longs: Number, defaults: true }) as Message;
    if (record === null || record.Ref === '') return undefined;
    const { Ref: ref, FrontendAttrs: attributes, Exporters: exporters, error, CreatedAt, CompletedAt, Result } = record;
    const [result] = Object.values(Result?.Results ?? {});
    const provenance = Result?.Attestations.find((one) => /\/provenance\//.test(one.annotations[predicate] ?? ''));
    return {
      ref,
      attributes,
      tags: exporters.flatMap(({ Attrs: { name } }) => (name ? name.split(',') : [])),
      started: milliseconds(CreatedAt) ?? 0,
      completed: milliseconds(CompletedAt),
      error: error?.message,
      image: (result ?? Result?.ResultDeprecated)?.digest || undefined,
      provenance: provenance?.digest,
    };
  };
}

const predicate = 'in-toto.io/predicate-type';
