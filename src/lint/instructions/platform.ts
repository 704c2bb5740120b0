export interface Platform {
  readonly os: string;
  readonly architecture: string;
}

const systems = new Set(
  'aix android darwin dragonfly freebsd hurd illumos ios js linux nacl netbsd openbsd plan9 solaris wasip1 windows zos'.split(
    ' ',
  ),
);
const architectures = new Set(
  '386 amd64 amd64p32 arm armbe arm64 arm64be loong64 mips mipsle mips64 mips64le mips64p32 mips64p32le ppc ppc64 ppc64le riscv riscv64 s390 s390x sparc sparc64 wasm'.split(
    ' ',
  ),
);
const otherNames: Readonly<Record<string, string>> = {
  macos: 'darwin',
  i386: '386',
  x86_64: 'amd64',
  'x86-64': 'amd64',
  aarch64: 'arm64',
  armhf: 'arm',
  armel: 'arm',
};

/** `linux/arm64/v8`, `arm64` or `linux` as builders read it, in their names; undefined for what is none. */
export function parsePlatform(text: string): Platform | undefined {
  const parts = text.toLowerCase().split('/');
  if (parts.length > 3 || !parts.every((part, i) => (i === 0 ? osShape : partShape).test(part))) return undefined;
  const [first = '', second] = parts.map((part) => otherNames[part.replace(/\(.*/, '')] ?? part.replace(/\(.*/, ''));
  if (second !== undefined) return { os: first, architecture: second };
  if (systems.has(first)) return { os: first, architecture: 'amd64' };
  return architectures.has(first) ? { os: 'linux', architecture: first } : undefined;
}

const osShape = /^[\w-]+(?:\([\w.-]*\))?$/;
const partShape = /^[\w.-]+$/;
