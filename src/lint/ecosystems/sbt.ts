import { readCall } from './call';
import type { Ecosystem } from './ecosystem';

const valueFlags = [
  '-java-home',
  '-mem',
  '-sbt-dir',
  '-sbt-boot',
  '-ivy',
  '-jvm-debug',
  '-sbt-version',
  '--java-home',
  '--mem',
  '--sbt-dir',
  '--sbt-boot',
  '--ivy',
];

const asks = /^(?:sbtVersion|about|exit|reload|clean|projects|project|tasks|help|version|show|set|\+\+.*|--.*)$/;
const resolves = /^(?:update|updateFull|evicted|dependencyUpdates|updateClassifiers|dependencyTree)$/;

export const sbt: Ecosystem = {
  id: 'sbt',
  name: 'sbt',
  family: 'sbt',
  manifests: ['build.sbt', 'project/*.sbt', 'project/*.scala'],
  locks: ['build.sbt.lock'],
  configs: ['project/build.properties', '.jvmopts', '.sbtopts'],
  outputs: ['target', 'project/target'],
  caches: ['/root/.cache/coursier', '/root/.ivy2', '/root/.sbt'],
  compileCaches: [],
  compiles: false,
  prime: 'sbt update',
  programs: ['sbt'],
  recognise(invocation) {
    const call = readCall(invocation, { valueFlags, longSingleDash: true });
    // One word may hold several commands: `sbt "clean; assembly"`, `sbt "project web" stage`.
    const tasks = call.operands.flatMap((word) =>
      word.value.split(';').map((command) => ({ word, name: taskName(command.trim().split(/\s+/)[0] ?? '') })),
    );
    const working = tasks.filter(({ name }) => name !== '' && !asks.test(name));
    const subcommand = working[0]?.word;
    if (!subcommand) return undefined;
    return {
      role: working.every(({ name }) => resolves.test(name)) ? 'prime' : 'implicit',
      subcommand,
      flags: call.flags,
    };
  },
};

/** `update` for `web/Test/update` and `web/update`. */
function taskName(command: string): string {
  return command.slice(command.lastIndexOf('/') + 1).replace(/^\+/, '');
}
