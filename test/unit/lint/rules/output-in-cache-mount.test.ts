import { outputInCacheMount as rule } from '../../../../src/lint/rules/output-in-cache-mount';
import { checkFix, checkRule } from '../../support/check-rule';

describe('output-in-cache-mount', () => {
  const build = (rest = '') =>
    `FROM rust:1.80 AS build\nWORKDIR /app\nCOPY . .\nRUN --mount=type=cache,target=/app/target cargo build --release${rest}\n`;

  it('points at the mount whose files are looked for', () =>
    checkRule(
      rule,
      `
FROM rust:1.80 AS build
WORKDIR /app
RUN --mount=type=cache,target=target \\
    cargo fetch
RUN --mount=type=cache,target=target cargo build --release
#                      ^^^^^^^^^^^^^ /app/target/release/web is looked for later, but /app/target is a cache mount
FROM debian:12
COPY --from=build /app/target/release/web /app/target/release/cli /usr/bin/
`,
    ));

  it('copies programs and directories out', () => {
    checkFix(
      rule,
      `${build()}FROM debian:12\nCOPY --from=build /app/target/release/web /usr/bin/\nCOPY --from=build ["/app/target/release/cli", "/usr/bin/"]\n`,
      `${build(' && cp -r /app/target/release/web /usr/local/bin/web && cp -r /app/target/release/cli /usr/local/bin/cli')}FROM debian:12\nCOPY --from=build /usr/local/bin/web /usr/bin/\nCOPY --from=build ["/usr/local/bin/cli", "/usr/bin/"]\n`,
      { safe: false },
    );
    checkFix(
      rule,
      'FROM node:22 AS web\nWORKDIR /app\nRUN --mount=type=cache,target=/app/dist <<EOF\nset -e\nnpm run build\nEOF\nFROM nginx\nCOPY --from=web /app/dist/ /srv\n',
      'FROM node:22 AS web\nWORKDIR /app\nRUN --mount=type=cache,target=/app/dist <<EOF\nset -e\nnpm run build\nmkdir -p /out\ncp -r /app/dist /out/dist\nEOF\nFROM nginx\nCOPY --from=web /out/dist/ /srv\n',
    );
  });

  it('sees commands that look for the file', () => {
    checkRule(
      rule,
      `
FROM rust:1.80
WORKDIR /app
RUN --mount=type=cache,target=/app/target cargo build --release
#                      ^^^^^^^^^^^^^^^^^^ /app/target/release/web is looked for later
RUN cp target/release/web /usr/bin/
`,
    );
    checkRule(
      rule,
      `
FROM rust:1.80
WORKDIR /app
RUN --mount=type=cache,target=/app/target cargo build --release
#                      ^^^^^^^^^^^^^^^^^^ /app/target/release/web
CMD ["./target/release/web"]
`,
    );
    checkRule(
      rule,
      `
FROM rust:1.80
WORKDIR /app
RUN --mount=type=cache,target=/app/target cargo build --release
#                      ^^^^^^^^^^^^^^^^^^ /app/target/release/web
CMD ./target/release/web --port 80
`,
    );
  });

  it('leaves builds alone that copy, and files that others may have made', () => {
    const copy = 'FROM debian:12\nCOPY --from=build /app/target/release/web /usr/bin/\n';
    checkRule(rule, `${build(' && cp target/release/web /web')}FROM debian:12\nCOPY --from=build /web /web\n`);
    checkRule(rule, `${build()}RUN cargo build --release\n${copy}`);
    checkRule(rule, `${build()}RUN ./build.sh\n${copy}`);
    checkRule(rule, `${build()}COPY web /app/target/release/web\n${copy}`);
    checkRule(rule, `${build()}RUN --mount=type=cache,target=/app/target cp target/release/web /usr/bin/\n`);
    checkRule(
      rule,
      'FROM node:22 AS b\nRUN --mount=type=cache,target=/app/.next/cache npm run build\nFROM a\nCOPY --from=b /app/.next /n\n',
    );
    checkRule(rule, 'FROM a AS b\nRUN --mount=type=cache,from=seed,target=/c true\nFROM a\nCOPY --from=b /c/x /x\n');
  });
});
