import { createSign, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestCertificate } from './certificates';

/** What was asked of a token server. */
export interface TokenRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** Signs tokens that a registry started with `token` accepts. */
export interface TokenServer {
  readonly realm: string;
  readonly service: string;
  readonly issuer: string;
  readonly requests: readonly TokenRequest[];
  close(): Promise<void>;
}

export interface TokenServerOptions {
  readonly signer: TestCertificate;
  readonly user: { readonly username: string; readonly password: string };
  /** In place of the password, as a refresh token. */
  readonly identityToken?: string;
  /** What is granted to whom: `anonymous` or a user name; everything to users by default, nothing to others. */
  readonly grant?: (who: string, access: { type: string; name: string; actions: string[] }) => string[];
}

/** A token server on loopback, as the specification of registries describes one. */
export async function startTokenServer({
  signer,
  user,
  identityToken,
  grant,
}: TokenServerOptions): Promise<TokenServer> {
  const allowed = grant ?? ((who, { actions }) => (who === 'anonymous' ? [] : actions));
  const requests: TokenRequest[] = [];
  const [issuer, service] = ['layerwright tests', 'test-registry'];
  const server = createServer((request, answer) => {
    let body = '';
    request.setEncoding('utf8').on('data', (part: string) => {
      body += part;
    });
    request.on('end', () => {
      const url = new URL(request.url ?? '/', 'http://token.invalid');
      requests.push({ method: request.method ?? '', url, headers: request.headers, body });
      const form = new URLSearchParams(request.method === 'POST' ? body : url.search);
      const who = request.method === 'POST' ? refreshed(form) : authenticated(request.headers.authorization);
      if (who === undefined) return answer.writeHead(401).end();
      const access = form
        .getAll('scope')
        .flatMap((scope) => scope.split(' '))
        .filter(Boolean)
        .map(readScope);
      const granted = access.map((one) => ({ ...one, actions: allowed(who, one) }));
      const token = sign(signer, { iss: issuer, aud: service, sub: who, access: granted });
      answer.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify({ token, expires_in: 300 }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;

  function refreshed(form: URLSearchParams): string | undefined {
    return identityToken !== undefined && form.get('refresh_token') === identityToken ? user.username : undefined;
  }
  function authenticated(authorization: string | undefined): string | undefined {
    if (authorization === undefined) return 'anonymous';
    const given = Buffer.from(authorization.replace(/^Basic /, ''), 'base64').toString();
    return given === `${user.username}:${user.password}` ? user.username : undefined;
  }
  return {
    realm: `http://127.0.0.1:${port}/token`,
    service,
    issuer,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** `repository:team/app:pull,push` */
function readScope(scope: string): { type: string; name: string; actions: string[] } {
  const [, type = '', name = '', actions = ''] = /^([^:]*):(.*):([^:]*)$/.exec(scope) ?? [];
  return { type, name, actions: actions.split(',') };
}

function sign({ certificate, key }: TestCertificate, claims: object): string {
  const der = readFileSync(certificate, 'utf8').replace(/-----[^-]+-----|\s/g, '');
  const now = Math.floor(Date.now() / 1000);
  const times = { iat: now - 5, nbf: now - 5, exp: now + 300, jti: randomUUID() };
  const parts = [
    { typ: 'JWT', alg: 'RS256', x5c: [der] },
    { ...times, ...claims },
  ];
  const text = parts.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
  return `${text}.${createSign('RSA-SHA256').update(text).sign(readFileSync(key), 'base64url')}`;
}
