import type { BuildkitStatus } from '../../buildkit-status';
import { type Raw, rawList, rawNumber, rawObject, rawText, rawTexts } from '../raw';

export interface RawJsonReader {
  /** What a line completes: a report, or words of the command's own; undefined in the middle of a report. */
  take(line: string): BuildkitStatus | string | undefined;
}

/**
 * The error output of `docker buildx build --progress=rawjson` (buildx 0.12 and later): BuildKit's SolveStatus as Go writes
 * it, with bytes in base64 and times in RFC 3339; one per line, or, up to 0.13 at least, indented over many.
 */
export function createRawJsonReader(): RawJsonReader {
  let begun: string | undefined;
  return {
    take(line) {
      if (begun === undefined && !line.startsWith('{')) return line;
      begun = begun === undefined ? line : `${begun}\n${line}`;
      if (!line.endsWith('}') || (line !== '}' && line.startsWith(' '))) return undefined;
      const text = begun;
      begun = undefined;
      try {
        return statusOf(rawObject(JSON.parse(text)));
      } catch {
        return text;
      }
    },
  };
}

function statusOf(raw: Raw): BuildkitStatus {
  return {
    vertexes: rawList(raw.vertexes).map((vertex) => ({
      digest: rawText(vertex.digest),
      name: rawText(vertex.name),
      inputs: rawTexts(vertex.inputs),
      cached: vertex.cached === true,
      started: milliseconds(vertex.started),
      completed: milliseconds(vertex.completed),
      error: rawText(vertex.error),
    })),
    transfers: rawList(raw.statuses).map((status) => ({
      vertex: rawText(status.vertex),
      id: rawText(status.id),
      current: rawNumber(status.current),
      total: rawNumber(status.total),
      done: milliseconds(status.completed) !== undefined,
    })),
    logs: rawList(raw.logs).map((log) => ({
      vertex: rawText(log.vertex),
      stream: rawNumber(log.stream),
      bytes: bytesOf(log.data),
    })),
    warnings: rawList(raw.warnings).map((warning) => ({
      vertex: rawText(warning.vertex),
      message: bytesOf(warning.short).toString(),
      detail: rawTexts(warning.detail).map((text) => bytesOf(text).toString()),
      url: rawText(warning.url),
      lines: rawList(warning.range).map(({ start, end }) => {
        const first = rawNumber(rawObject(start).line);
        return { first, last: rawNumber(rawObject(end).line) || first };
      }),
    })),
  };
}

/** Milliseconds since the epoch with their fraction, which Date would cut off. */
function milliseconds(time: unknown): number | undefined {
  const [, seconds = '', fraction = '', zone = ''] =
    /^([^.Z+]+?)(?:\.(\d+))?(Z|[+-]\d\d:\d\d)$/.exec(rawText(time)) ?? [];
  const whole = Date.parse(`${seconds}${zone}`);
  return Number.isNaN(whole) ? undefined : whole + Number(`0.${fraction || 0}`) * 1000;
}

function bytesOf(base64: unknown): Buffer {
  return Buffer.from(rawText(base64), 'base64');
}
