import { deepEqual } from 'node:assert/strict';
import { indexUpdateApartFromInstall } from '../../../../src/lint/rules/index-update-apart-from-install';
import { checkFix, checkRule, runRule } from '../../support/check-rule';

describe('index-update-apart-from-install', () => {
  it('points at an update that is a layer of its own', () =>
    checkRule(
      indexUpdateApartFromInstall,
      `
FROM debian:12
RUN apt-get update
#   ^^^^^^^^^^^^^^ This index is cached
RUN apt-get install -y curl
RUN apt-get install -y git
`,
    ));

  it('merges neighbours', () =>
    checkFix(
      indexUpdateApartFromInstall,
      'FROM debian:12\n# index\nRUN apt-get update\nRUN apt-get install -y \\\n    curl\n',
      'FROM debian:12\n# index\nRUN apt-get update && apt-get install -y \\\n    curl\n',
      { safe: true },
    ));

  it('points at an install on the index of an earlier layer, and updates first', () =>
    checkFix(
      indexUpdateApartFromInstall,
      'FROM debian:12\nRUN apt-get update && apt-get install -y curl\nRUN apt-get install -y git\n',
      'FROM debian:12\nRUN apt-get update && apt-get install -y curl\nRUN apt-get update && apt-get install -y git\n',
      { safe: false },
    ));

  it('knows cache mounts, scripts, local packages and self-refreshing managers', () => {
    checkRule(
      indexUpdateApartFromInstall,
      'FROM debian:12\nRUN --mount=type=cache,target=/var/lib/apt apt-get install -y curl\n',
    );
    checkRule(indexUpdateApartFromInstall, 'FROM debian:12\nRUN ./setup-repositories.sh && apt-get install -y curl\n');
    checkRule(indexUpdateApartFromInstall, 'FROM debian:12\nRUN apt-get install -y ./a.deb\n');
    checkRule(indexUpdateApartFromInstall, 'FROM alpine:3.20\nRUN apk add curl\n');
    checkRule(indexUpdateApartFromInstall, 'FROM debian:12\nRUN apt-get update && ./install.sh\n');
    checkRule(indexUpdateApartFromInstall, 'FROM debian:12\nRUN apt-get update && apt-get upgrade -y\n');
  });

  it('does not merge what differs in mounts, or stands apart', () => {
    checkRule(
      indexUpdateApartFromInstall,
      `
FROM debian:12
RUN apt-get update
#   ^^^^^^^^^^^^^^ This index is cached
ENV A=1
RUN apt-get install -y curl
`,
    );
  });

  it('updates as the install is called, and not where that would change what runs', () => {
    const text = (script: string) => `FROM debian:12\nRUN ${script}\n`;
    checkFix(
      indexUpdateApartFromInstall,
      text('sudo -E apt-get install -y git'),
      text('sudo -E apt-get update && sudo -E apt-get install -y git'),
      { safe: false },
    );
    for (const script of [
      'git --version || apt-get install -y git',
      'yes | apt-get install git',
      '! apt-get install git',
    ])
      deepEqual(
        runRule(indexUpdateApartFromInstall, text(script)).map(({ fixes }) => fixes),
        [[]],
        script,
      );
  });

  it('does not merge into a RUN that would go on without an index', () => {
    for (const install of ['apt-get install -y git; ls', 'apt-get install -y git || ls']) {
      const found = runRule(indexUpdateApartFromInstall, `FROM debian:12\nRUN apt-get update\nRUN ${install}\n`);
      deepEqual(found[0]?.fixes, [], install);
    }
  });
});
