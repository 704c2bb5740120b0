/** Parts that occur in Dockerfiles as people write them, good and bad. */
const bases = [
  'node:20-alpine',
  'node',
  'python:3.12-slim',
  'golang:1.22',
  'debian:bookworm-slim',
  'alpine:3.20',
  'ubuntu:latest',
];
const steps = [
  'WORKDIR /app',
  'WORKDIR app',
  'COPY . /app',
  'COPY package.json package-lock.json ./',
  'ADD . /srv',
  'RUN npm ci --omit=dev',
  'RUN npm install',
  'RUN pip install -r requirements.txt',
  'RUN apt-get update && apt-get install -y curl git && rm -rf /var/lib/apt/lists/*',
  'RUN apt-get update\nRUN apt-get install -y \\\n    curl \\\n    # for the health check\n    ca-certificates',
  'RUN set -eux; \\\n    for name in one two three; do \\\n      mkdir -p "/srv/$name"; \\\n    done',
  'RUN --mount=type=cache,target=/root/.npm npm ci',
  'RUN curl -fsSL https://example.com/tool.tar.gz | tar -xz -C /usr/local/bin',
  'ENV NODE_ENV=production PORT=8080',
  'ARG VERSION=1.0.0',
  'LABEL org.opencontainers.image.source="https://example.com/source"',
  'EXPOSE 80 443/tcp',
  'VOLUME ["/data"]',
  'USER nobody',
  'HEALTHCHECK --interval=30s CMD wget -q -O- http://localhost:8080/ || exit 1',
  'RUN <<EOF\nset -e\necho one\necho two > /tmp/two\nEOF',
  '# a remark about the next step',
];
const ends = ['CMD ["node", "server.js"]', 'CMD node server.js', 'ENTRYPOINT ["/usr/local/bin/server"]', ''];

/** A Dockerfile of one to three stages; the same text for the same number everywhere. */
export function generateDockerfile(number: number): string {
  const random = generator(number + 1);
  const pick = <T>(items: readonly T[]) => items[Math.floor(random() * items.length)] as T;
  const stages = 1 + Math.floor(random() * 3);
  const lines: string[] = [];
  for (let stage = 0; stage < stages; stage += 1) {
    lines.push(`FROM ${pick(bases)} AS stage${stage}`);
    const count = 4 + Math.floor(random() * 12);
    for (let step = 0; step < count; step += 1) lines.push(pick(steps));
    if (stage > 0) lines.push(`COPY --from=stage${stage - 1} /app /app`);
  }
  lines.push(pick(ends));
  return `${lines.join('\n')}\n`;
}

/** mulberry32: small, and good enough to mix lines. Numbers from 0 to 1. */
export function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let value = Math.imul(state ^ (state >>> 15), 1 | state);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) / 4294967296;
  };
}
