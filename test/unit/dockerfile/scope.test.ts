import assert from 'node:assert/strict';
import { parseDockerfile } from '../../../src/dockerfile/parse';
import { expand, looksLikeWindows, type Scope, scopeBefore } from '../../../src/dockerfile/scope';

/** Scope in front of the last instruction. */
function scopeOf(text: string): Scope {
  const file = parseDockerfile(text);
  const last = file.instructions.at(-1);
  assert.ok(last);
  return scopeBefore(file, last);
}

/** Variables in scope as `NAME=value`, `NAME?` for an unknown one, `NAME-` for one without a default; ENV in brackets. */
function variables(text: string): string[] {
  return [...scopeOf(text).variables.values()].map(({ name, source, value, unset }) => {
    const shown = unset ? `${name}-` : value === undefined ? `${name}?` : `${name}=${value}`;
    return source === 'ENV' ? `[${shown}]` : shown;
  });
}

describe('Variables in scope', () => {
  const cases: readonly (readonly [string, readonly string[]])[] = [
    ['FROM a\nENV A=1 B="x y"\nRUN x', ['[A=1]', '[B=x y]']],
    ['FROM a\nENV A=1\nENV B=$A-$A C=${A}\nRUN x', ['[A=1]', '[B=1-1]', '[C=1]']],
    ['FROM a\nENV A=1 B=$A\nRUN x', ['[A=1]', '[B?]']],
    ['FROM a\nENV A=1\nENV A=2 B=$A\nRUN x', ['[A=2]', '[B=1]']],
    ["FROM a\nENV A='$X' B=\\$X\nRUN x", ['[A=$X]', '[B=$X]']],
    ['FROM a\nENV A some $B text\nRUN x', ['[A?]']],
    ['FROM a\nARG A\nARG B=1\nRUN x', ['A-', 'B=1']],
    ['ARG A=1\nFROM a\nRUN x', []],
    ['ARG A=1\nFROM a\nARG A\nRUN x', ['A=1']],
    ['ARG A=1\nFROM a\nARG A=2\nRUN x', ['A=2']],
    ['ARG A\nFROM a\nARG A\nARG B=${A:-x}\nRUN x', ['A-', 'B=x']],
    ['ARG A=1 B=$A\nFROM x', ['A=1', 'B=1']],
    ['ARG A=1\nFROM a\nARG B\nFROM b', ['A=1']],
    ['FROM a\nENV A=1\nARG A=2\nRUN x', ['[A=1]']],
    ['FROM a\nARG A=2\nENV A=1\nRUN x', ['[A=1]']],
    ['FROM a AS s\nENV A=1\nARG B=2\nFROM b\nRUN x', []],
    ['FROM a AS s\nENV A=1\nARG B=2\nFROM s\nENV C=$A$B\nRUN x', ['[A=1]', 'B=2', '[C=12]']],
    ['FROM a AS s\nENV A=1\nFROM s AS t\nENV A=2\nFROM s\nRUN x', ['[A=1]']],
    ['FROM a\nARG TARGETARCH\nENV A=${TARGETARCH:-x}\nRUN x', ['TARGETARCH?', '[A?]']],
    ['FROM a\nENV A=${B:-1}\nRUN x', ['[A?]']],
    ['FROM a\nONBUILD ENV A=1\nRUN x', []],
  ];
  for (const [text, expected] of cases) {
    it(JSON.stringify(text), () => {
      const found = variables(text);
      assert.deepEqual(found, expected);
      const scope = scopeOf(text);
      assert.equal(scope.variables.size, found.length);
      for (const [name, variable] of scope.variables) assert.equal(scope.variables.get(name), variable);
      assert.equal(scope.variables.has('nothing'), false);
    });
  }

  it('are seen by an instruction as they were before it', () => {
    const file = parseDockerfile('FROM a\nENV A=1\nENV A=2\nENV A=3\n');
    assert.deepEqual(
      file.instructions.map((instruction) => scopeBefore(file, instruction).variables.get('A')?.value),
      [undefined, undefined, '1', '2'],
    );
  });

  it('stay affordable in long files', () => {
    const count = 1500;
    const text = Array.from(
      { length: count },
      (_, i) => `FROM ${i === 0 ? 'a' : `s${i - 1}`} AS s${i}\nENV V${i}=\${V0}\n`,
    );
    const file = parseDockerfile(text.join(''));
    const last = file.instructions.at(-1);
    assert.ok(last);
    assert.equal(scopeBefore(file, last).variables.size, count - 1);
  });
});

describe('Expansion', () => {
  const scope = 'FROM a\nENV SET=v EMPTY=\nARG UNSET\nARG TARGETOS\n';
  const cases: readonly (readonly [string, string | undefined])[] = [
    ['a', 'a'],
    ['a$SET-${SET}"$SET"', 'av-vv'],
    ["'$SET'", '$SET'],
    ['${SET:-d}', 'v'],
    ['${SET:+d}', 'd'],
    ['${SET+d}', 'd'],
    ['${SET:?no}', 'v'],
    ['${EMPTY:-d}', 'd'],
    ['${EMPTY-d}', ''],
    ['${EMPTY:+d}', ''],
    ['${EMPTY+d}', 'd'],
    ['$UNSET', undefined],
    ['${UNSET:-d}', 'd'],
    ['${UNSET-"a b"$SET}', 'a bv'],
    ['${UNSET:-${EMPTY:-${SET}}}', 'v'],
    ['${UNSET:+d}', ''],
    ['${TARGETOS:-d}', undefined],
    ['$OTHER', undefined],
    ['${OTHER:-d}', undefined],
    ['${SET%v}', undefined],
    [`${'${UNSET:-'.repeat(100)}${'}'.repeat(100)}`, undefined],
  ];
  for (const [text, expected] of cases) {
    it(text.slice(0, 40), () => {
      const file = parseDockerfile(
        `${scope}COPY ${text.replaceAll(' ', '\\ ').replaceAll('"a\\ b"', '"a b"')} /x\nUSER ${text}\n`,
      );
      const user = file.instructions.at(-1);
      assert.ok(user?.kind === 'USER' && user.whole);
      assert.equal(expand(user.whole, scopeBefore(file, user)), expected);
    });
  }
});

it('Expansion escapes in operands with the character of the file', () => {
  assert.deepEqual(variables('# escape=`\nFROM a\nARG A\nENV B=${A:-C:\\a`"}\nRUN x'), ['A-', '[B=C:\\a"]']);
});

describe('Working directory, user and shell', () => {
  const workdirs: readonly (readonly [string, string | undefined])[] = [
    ['FROM a\nRUN x', undefined],
    ['FROM scratch\nRUN x', '/'],
    ['FROM scratch\nWORKDIR a\nRUN x', '/a'],
    ['FROM a\nWORKDIR a\nRUN x', undefined],
    ['FROM a\nWORKDIR /a\nWORKDIR b/../c\nRUN x', '/a/c'],
    ['FROM a\nWORKDIR /a/\nRUN x', '/a'],
    ['FROM a\nWORKDIR "/a b"\nRUN x', '/a b'],
    ['FROM a\nENV D=/d\nWORKDIR $D/e\nRUN x', '/d/e'],
    ['FROM a\nWORKDIR /a\nWORKDIR $D\nRUN x', undefined],
    ['FROM a\nWORKDIR /a\nWORKDIR\nRUN x', '/a'],
    ['FROM a\nWORKDIR /a\nWORKDIR $D\nWORKDIR /b\nRUN x', '/b'],
    ['FROM a AS s\nWORKDIR /a\nFROM s\nWORKDIR b\nRUN x', '/a/b'],
    ['FROM a AS s\nWORKDIR /a\nFROM b\nRUN x', undefined],
    ['FROM scratch AS s\nFROM s\nWORKDIR b\nRUN x', '/b'],
    ['# escape=`\nFROM a\nWORKDIR C:\\app\nRUN x', 'C:\\app'],
    ['FROM a\nWORKDIR /a\nONBUILD WORKDIR /b\nRUN x', '/a'],
  ];
  for (const [text, expected] of workdirs) {
    it(JSON.stringify(text), () => assert.equal(scopeOf(text).workdir, expected));
  }

  it('follow USER', () => {
    assert.equal(scopeOf('FROM a\nRUN x').user, undefined);
    assert.equal(scopeOf('FROM a\nUSER a:b\nUSER\nRUN x').user, 'a:b');
    assert.equal(scopeOf('FROM a\nARG U=me\nUSER $U\nRUN x').user, 'me');
    assert.equal(scopeOf('FROM a\nUSER $U\nRUN x').user, '$U');
    assert.equal(scopeOf('FROM a AS s\nUSER a\nFROM s\nRUN x').user, 'a');
  });

  it('follow SHELL', () => {
    assert.equal(scopeOf('FROM a\nRUN x').shell, undefined);
    assert.deepEqual(scopeOf('FROM a\nSHELL ["bash", "-c"]\nSHELL bash\nRUN x').shell, ['bash', '-c']);
    assert.deepEqual(scopeOf('FROM a AS s\nSHELL ["bash"]\nFROM s\nRUN x').shell, ['bash']);
    assert.equal(scopeOf('FROM a AS s\nSHELL ["bash"]\nFROM b\nRUN x').shell, undefined);
  });

  it('hold for the trigger of an ONBUILD as in front of it', () => {
    const file = parseDockerfile('FROM a\nWORKDIR /a\nONBUILD RUN x\n');
    const onbuild = file.instructions[2];
    assert.ok(onbuild?.kind === 'ONBUILD' && onbuild.trigger);
    assert.equal(scopeBefore(file, onbuild.trigger).workdir, '/a');
  });
});

describe('looksLikeWindows', () => {
  const cases: readonly (readonly [string, boolean])[] = [
    ['FROM node:20', false],
    ['FROM mcr.microsoft.com/windows/servercore:ltsc2022', true],
    ['FROM mcr.microsoft.com/windows/nanoserver:${TAG}', true],
    ['FROM mcr.microsoft.com/windows:1809', true],
    ['FROM golang:1.22-windowsservercore', true],
    ['FROM aws-lc/windows-2022:base', true],
    ['FROM me/windows-tools-for-linux', false],
    ['FROM me/cross-windows-gcc:1', false],
    ['FROM me/tool:1-windows', true],
    ['FROM me/golang:1.11-10.0.17763.1', true],
    ['FROM me/tool:10.0.17', false],
    ['FROM --platform=windows/amd64 a', true],
    ['ARG B=mcr.microsoft.com/windows/servercore\nFROM $B', true],
    ['FROM mcr.microsoft.com/windows/servercore AS a\nFROM a', true],
    ['FROM a\nSHELL ["powershell", "-Command"]', true],
    ['FROM a\nSHELL ["C:\\\\Windows\\\\System32\\\\cmd.exe", "/S", "/C"]', true],
    ['FROM a\nSHELL ["/bin/bash", "-c"]', false],
    ['# escape=`\nFROM a', true],
    ['# escape=`\nFROM python:3.12\nRUN apt-get update', false],
    ['# escape=`\nFROM --platform=linux/amd64 a', false],
    ['# escape=`\nFROM a\nSHELL ["powershell"]\nRUN apt-get update', true],
    ['FROM mcr.microsoft.com/dotnet/framework/sdk:4.8', true],
    ['FROM microsoft/iis:10', true],
    ['FROM a\nENTRYPOINT ["tool.exe"]', true],
    ['FROM a\nENTRYPOINT ["mono", "tool.exe"]', false],
    ['ARG B\nFROM a:nanoserver\nFROM $B', true],
    ['ARG B\nFROM a\nFROM $B', false],
    ['FROM a:nanoserver\nFROM b', false],
  ];
  for (const [text, expected] of cases) {
    it(JSON.stringify(text), () => {
      const file = parseDockerfile(text);
      assert.equal(looksLikeWindows(file, file.stages.at(-1)), expected);
      assert.equal(looksLikeWindows(file, undefined), text.startsWith('#'));
    });
  }
});
