import { toolchainInFinalImage } from '../../../../src/lint/rules/toolchain-in-final-image';
import { checkRule } from '../../support/check-rule';

describe('toolchain-in-final-image', () => {
  it('points at a build image that runs what it built', () => {
    checkRule(
      toolchainInFinalImage,
      `
FROM --platform=$BUILDPLATFORM rust:1.80
#                              ^^^^^^^^^ the Rust toolchain and everything Cargo built, which only the build in line 3 needs
COPY . /src
RUN cd /src && cargo build --release
ENTRYPOINT ["/src/target/release/app"]
`,
    );
    checkRule(
      toolchainInFinalImage,
      `
FROM mcr.example/dotnet/sdk:8.0
#    ^^^^^^^^^^^^^^^^^^^^^^^^^^ the .NET SDK
COPY . /src
RUN dotnet publish /src -o /app
CMD dotnet /app/web.dll
`,
    );
  });

  it('leaves images to work, test and build in, and those without a command alone', () => {
    const files = [
      'FROM golang:1.23\nCOPY . .\nRUN go build ./...\n',
      'FROM golang:1.23\nCOPY . .\nRUN go build ./...\nCMD ["bash"]\n',
      'FROM golang:1.23\nCOPY . .\nRUN go build -o /app\nCMD ["go", "test", "./..."]\n',
      'FROM golang:1.23 AS dev\nCOPY . .\nRUN go build -o /app\nCMD ["/app"]\n',
      'FROM golang:1.23\nCOPY . .\nRUN go install github.com/go-delve/delve/cmd/dlv@latest && go build -o /app\nCMD ["/app"]\n',
      'FROM gradle:8\nCOPY . .\nRUN gradle build\nCMD ["gradle", "bootRun"]\n',
      'FROM node:22\nCOPY . .\nRUN npm ci && npm run build\nCMD ["npm", "run", "dev"]\n',
      'FROM node:22\nCOPY . .\nRUN npm ci && npm run build && npm prune --omit=dev\nCMD ["node", "dist/main.js"]\n',
      'FROM node:22\nCOPY . .\nRUN npm ci\nCMD ["node", "dist/main.js"]\n',
      'FROM eclipse-temurin:21-jre\nCOPY app.jar .\nCMD ["java", "-jar", "app.jar"]\n',
      'FROM elixir:1.17\nCOPY . .\nRUN mix release\nCMD ["bin/app", "start"]\n',
      'FROM nvidia/cuda:12.4.0-devel-ubuntu22.04\nRUN pip install torch\nCMD ["python", "train.py"]\n',
    ];
    for (const file of files) checkRule(toolchainInFinalImage, file);
  });
});
