import { copyWholeTree } from '../../../../src/lint/rules/copy-whole-tree';
import { checkRule } from '../../support/check-rule';

describe('copy-whole-tree', () => {
  it('points at a copy of everything to everywhere, whatever it is copied from', () =>
    checkRule(
      copyWholeTree,
      `
FROM debian:12 AS build
FROM debian:12
COPY --from=build / /
#                 ^^^ the whole file system of build
COPY --from=tools.example/x:1 --chown=1:1 "/" "/"
#                                         ^^^^^^^ the whole file system of tools.example/x:1
COPY --from=0 ["/", "/"]
#              ^^^^^^^^ the whole file system of 0
COPY --from=build /etc/ssl / /
#                          ^^^ the whole file system of build
`,
    ));

  it('is milder about one layer made of many, and images that are a tool', () =>
    checkRule(
      copyWholeTree,
      `
FROM tools.example/xx:1 AS xx
FROM debian:12 AS build
COPY --from=xx / /
#              ^^^ This takes every file of xx
FROM scratch
COPY --from=build / /
#                 ^^^ This takes every file of build
`,
    ));

  it('leaves copies of the context, to a folder, and triggers alone', () =>
    checkRule(
      copyWholeTree,
      `
FROM debian:12 AS build
FROM debian:12
COPY / /
COPY --from=build / /rootfs
COPY --from=build /. /
COPY --from=build /app/ /
ONBUILD COPY --from=build / /
`,
    ));

  it('points at the folder a compiled program was built in', () =>
    checkRule(
      copyWholeTree,
      `
FROM rust:1.80 AS build
WORKDIR /src
COPY . .
RUN cargo build --release
FROM build AS tests
COPY --from=build /src /again
FROM debian:12-slim
COPY --from=build /src/ /srv/
#                 ^^^^^ the folder that the sources were copied into
`,
    ));

  it('knows programs whose tree is what runs, and output that stands on its own', () => {
    checkRule(
      copyWholeTree,
      `
FROM golang:1.23 AS build
WORKDIR /src
COPY . .
RUN npm ci && npm run build
RUN go build -o /out/server .
FROM node:22
COPY --from=build /src /srv
COPY --from=build /out /out
`,
    );
    checkRule(
      copyWholeTree,
      `
FROM mcr.example/dotnet/sdk:8.0 AS build
WORKDIR /src
COPY . .
RUN dotnet publish -o /app
FROM mcr.example/dotnet/aspnet:8.0
COPY --from=build /app .
`,
    );
  });
});
