import type { Http, HttpAnswer, HttpRequest } from '../../../src/registry/http';

export interface FakeAnswer {
  readonly status?: number;
  readonly headers?: HttpAnswer['headers'];
  readonly json?: unknown;
}

export interface FakeHttp extends Http {
  /** `GET https://registry.example/v2/`, with `as <Authorization>` when there is one. */
  readonly sent: string[];
  readonly requests: HttpRequest[];
}

/** For hosts that cannot be had in a test: what the network would answer. */
export function fakeHttp(answer: (request: HttpRequest) => FakeAnswer | undefined): FakeHttp {
  const sent: string[] = [];
  const requests: HttpRequest[] = [];
  return {
    sent,
    requests,
    async send(request) {
      const { url, method = 'GET', headers = {} } = request;
      requests.push(request);
      sent.push(`${method} ${url.href}${headers.Authorization ? ` as ${headers.Authorization}` : ''}`);
      const found = answer(request);
      if (!found) throw Object.assign(new Error('getaddrinfo ENOTFOUND'), { code: 'ENOTFOUND' });
      const body = Buffer.from(found.json === undefined ? '' : JSON.stringify(found.json));
      return { status: found.status ?? 200, headers: found.headers ?? {}, body };
    },
    dispose() {},
  };
}
