import { equal } from 'node:assert/strict';
import { isPosixShell } from '../../../src/shell/dialect';

describe('isPosixShell', () => {
  it('knows shells by their program', () => {
    for (const words of [
      undefined,
      ['/bin/sh', '-c'],
      ['bash', '-o', 'pipefail', '-c'],
      ['/usr/bin/zsh'],
      ['/bin/busybox', 'sh'],
      ['ash'],
    ]) {
      equal(isPosixShell(words), true, String(words));
    }
    for (const words of [
      ['powershell', '-Command'],
      ['pwsh'],
      ['cmd', '/S', '/C'],
      ['C:\\Windows\\System32\\cmd.exe'],
      ['python'],
      [],
    ]) {
      equal(isPosixShell(words), false, String(words));
    }
  });
});
