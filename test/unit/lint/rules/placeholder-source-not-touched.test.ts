import { placeholderSourceNotTouched } from '../../../../src/lint/rules/placeholder-source-not-touched';
import { checkFix, checkRule } from '../../support/check-rule';

const stub = `FROM rust:1.82
WORKDIR /app
COPY Cargo.toml Cargo.lock ./
RUN mkdir src && echo 'fn main() {}' > src/main.rs && cargo build --release && rm -r src`;

describe('placeholder-source-not-touched', () => {
  it('points at the build over a placeholder, also in a later stage', () => {
    checkRule(
      placeholderSourceNotTouched,
      `
${stub}
COPY . .
RUN cargo test && cargo build --release
#                 ^^^^^^^^^^^ the image gets the placeholder program
`,
    );
    checkRule(
      placeholderSourceNotTouched,
      `
FROM rust:1.82 AS deps
RUN cargo new --bin app
WORKDIR /app
RUN cargo build --release
FROM deps
COPY src src
RUN cargo install --path .
#   ^^^^^^^^^^^^^ the image gets the placeholder program
`,
    );
  });

  it('knows what makes Cargo look again', () => {
    for (const rest of [
      'COPY . .\nRUN touch src/main.rs && cargo build --release',
      "COPY . .\nRUN find src -name '*.rs' -exec touch {} + && cargo build --release",
      'COPY . .\nRUN rm -rf target/release/.fingerprint/app* && cargo build --release',
      'RUN rm target/release/deps/app*\nCOPY . .\nRUN cargo build --release',
      'COPY . .\nRUN cargo clean -p app && cargo build --release',
      'COPY . .\nRUN cargo build',
      'COPY . .\nRUN cargo build --release --target x86_64-unknown-linux-musl',
      'COPY config.toml .\nRUN cargo build --release',
      'COPY . .\nRUN make',
    ]) {
      checkRule(placeholderSourceNotTouched, `${stub}\n${rest}\n`);
    }
  });

  it('touches the placeholder, or every source where there are several', () => {
    checkFix(
      placeholderSourceNotTouched,
      `${stub}\nCOPY . .\nRUN set -e; cargo build --release\n`,
      `${stub}\nCOPY . .\nRUN set -e; touch src/main.rs && cargo build --release\n`,
      { safe: false },
    );
    const two = stub.replace('echo', 'touch src/lib.rs && echo');
    checkFix(
      placeholderSourceNotTouched,
      `${two}\nCOPY src src\nRUN cargo build --release\n`,
      `${two}\nCOPY src src\nRUN find . -path ./target -prune -o -name '*.rs' -exec touch {} + && cargo build --release\n`,
      { safe: false },
    );
  });
});
