import assert from 'node:assert/strict';
import { recommendedPackages } from '../../../../src/lint/rules/recommended-packages';
import { checkFix, checkRule, runRule } from '../../support/check-rule';

const codes = (text: string, asked = false) =>
  runRule(recommendedPackages, text, asked ? { config: { codes: { DL3015: 'info' } } } : {}).map(
    ({ related }) => `${related.hadolint ?? '-'} ${related.cache ?? '-'}`,
  );

describe('recommended-packages', () => {
  it('points at the install', () =>
    checkRule(
      recommendedPackages,
      `
FROM debian:12
RUN apt-get update && \\
    apt-get install -y git
#   ^^^^^^^^^^^^^^^ name what is missing
RUN apt-get install -y --no-install-recommends git
RUN apt-get install -y -o APT::Install-Recommends=false git
RUN apt-get install -y -o APT::Install-Recommends=0 git
RUN apt-get install -y -oAPT::Install-Recommends=no git
ONBUILD RUN apt-get install -y git
#           ^^^^^^^^^^^^^^^ name what is missing
`,
    ));

  it('knows settings for the whole image', () => {
    const setting = `FROM debian:12\nRUN echo 'APT::Install-Recommends "0";' >> /etc/apt/apt.conf.d/01lean\n`;
    assert.deepEqual(codes(`${setting}RUN apt-get install -y git\n`), []);
    assert.deepEqual(codes(`${setting}RUN apt-get install -y git\n`, true), ['DL3015 CACHE054']);
    assert.deepEqual(codes(`${setting}FROM debian:12\nRUN apt-get install -y git\n`), ['DL3015 CACHE054']);
    const file = 'FROM debian:12\nCOPY <<EOF /etc/apt/apt.conf.d/9\nAPT::Install-Recommends "false";\nEOF\n';
    assert.deepEqual(codes(`${file}RUN apt-get install -y git\n`), []);
  });

  it('counts for the image where it ends up there, whatever the command is called', () => {
    const built = 'FROM debian:12 AS build\nRUN apt-get install -y gcc\nFROM scratch\nCOPY --from=build /a /a\n';
    assert.deepEqual(codes(built), ['DL3015 -']);
    assert.deepEqual(codes('FROM debian:12\nRUN sudo apt-get install -y git\n'), ['- CACHE054']);
    assert.deepEqual(codes('FROM debian:12\nRUN apt install -y git\n'), ['- CACHE054']);
  });

  it('adds the flag to all installs of the RUN', () => {
    checkFix(
      recommendedPackages,
      'FROM debian:12\nRUN apt-get install -y a && apt-get -y install \\\n    b\n',
      'FROM debian:12\nRUN apt-get install --no-install-recommends -y a && apt-get -y install --no-install-recommends \\\n    b\n',
      { safe: false },
    );
    const wanted = runRule(recommendedPackages, 'FROM debian:12\nRUN apt-get install -y --install-recommends a\n');
    assert.deepEqual(
      wanted.map(({ fixes }) => fixes.length),
      [0],
    );
  });

  it('finds the flag in a variable', () => {
    const count = (text: string) => runRule(recommendedPackages, text).length;
    assert.equal(count('FROM debian:12\nRUN deps="git --no-install-recommends" && apt-get install -y ${deps}\n'), 0);
    assert.equal(count('FROM debian:12\nENV FLAGS="-y --no-install-recommends"\nRUN apt-get install $FLAGS git\n'), 0);
    assert.equal(count('FROM debian:12\nRUN deps="git" && apt-get install -y ${deps} # --no-install-recommends\n'), 1);
  });
});
