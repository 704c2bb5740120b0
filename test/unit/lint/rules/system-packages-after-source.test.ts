import { systemPackagesAfterSource } from '../../../../src/lint/rules/system-packages-after-source';
import { checkFix, checkRule } from '../../support/check-rule';

describe('system-packages-after-source', () => {
  it('points at the install', () =>
    checkRule(
      systemPackagesAfterSource,
      `
FROM debian:12
COPY . /app
RUN apt-get update && apt-get install -y git
#                     ^^^^^^^^^^^^^^^ does not need the source
`,
    ));

  it('moves the RUN above the copy, comments with it', () =>
    checkFix(
      systemPackagesAfterSource,
      `
FROM debian:12
# the source
COPY . /app
# tools
RUN apt-get update \\
    && apt-get install -y git \\
    && rm -rf /var/lib/apt/lists/*
CMD ["a"]
`,
      `
FROM debian:12
# tools
RUN apt-get update \\
    && apt-get install -y git \\
    && rm -rf /var/lib/apt/lists/*
# the source
COPY . /app
CMD ["a"]
`,
      { safe: true },
    ));

  it('moves only the part that installs', () =>
    checkFix(
      systemPackagesAfterSource,
      `
FROM debian:12
COPY . /opt/app
RUN apt-get update && apt-get install -y libgcc-s1 && ldconfig /opt/app/lib
`,
      `
FROM debian:12
RUN apt-get update && apt-get install -y libgcc-s1
COPY . /opt/app
RUN ldconfig /opt/app/lib
`,
      { safe: true },
    ));

  it('follows stages and what they build', () =>
    checkRule(
      systemPackagesAfterSource,
      `
FROM golang:1.22 AS build
COPY . .
RUN go build -o /out/app .
FROM alpine:3.20
COPY --from=build /out/app /usr/local/bin/app
RUN apk add --no-cache tzdata
#   ^^^^^^^ every edit that changes what that stage builds
FROM build AS dev
RUN apt-get update && apt-get install -y gdb
#                     ^^^^^^^^^^^^^^^ the copy belongs to the stage build
`,
    ));

  it('knows packages out of the tree, other images and steps that prepare the install', () => {
    checkRule(systemPackagesAfterSource, 'FROM debian:12\nCOPY . /app\nRUN apt-get install -y ./app/x.deb\n');
    checkRule(
      systemPackagesAfterSource,
      'FROM debian:12\nCOPY . /app\nRUN apt-get install -y $(cat /app/packages.txt)\n',
    );
    checkRule(systemPackagesAfterSource, 'FROM debian:12\nCOPY . /app\nRUN /app/setup.sh && apt-get install -y x\n');
    checkRule(systemPackagesAfterSource, 'FROM alpine:3.20\nCOPY --from=tonistiigi/xx / /\nRUN apk add clang\n');
    checkRule(systemPackagesAfterSource, 'FROM alpine:3.20\nCOPY entrypoint.sh /\nRUN apk add clang\n');
    checkRule(
      systemPackagesAfterSource,
      'FROM a:1 AS b\nCOPY . .\nFROM alpine:3.20\nCOPY --from=b /etc/ssl/certs/ /etc/ssl/certs/\nRUN apk add x\n',
    );
  });
});
