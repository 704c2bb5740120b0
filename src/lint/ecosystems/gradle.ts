import { readCall } from './call';
import type { Ecosystem } from './ecosystem';

const valueFlags = [
  '-p',
  '--project-dir',
  '-b',
  '--build-file',
  '-c',
  '--settings-file',
  '-g',
  '--gradle-user-home',
  '-I',
  '--init-script',
  '-x',
  '--exclude-task',
  '--project-cache-dir',
  '--max-workers',
  '--console',
  '--warning-mode',
  '--configuration',
  '--include-build',
  '-P',
  '--project-prop',
  '-D',
  '--system-prop',
];

const asks = /^(?:clean|tasks|help|projects|properties|wrapper|init|model|components|buildEnvironment|javaToolchains)$/;
const resolves = /^(?:dependencies|androidDependencies|(?:resolve|download|fetch|cache)\w*)$/i;

export const gradle: Ecosystem = {
  id: 'gradle',
  name: 'Gradle',
  family: 'gradle',
  manifests: [
    'build.gradle',
    'build.gradle.kts',
    'settings.gradle',
    'settings.gradle.kts',
    '**/build.gradle',
    '**/build.gradle.kts',
  ],
  locks: ['gradle.lockfile', 'gradle/verification-metadata.xml'],
  configs: [
    'gradle.properties',
    'gradle/libs.versions.toml',
    'gradle/wrapper/',
    'gradlew',
    'buildSrc/',
    'build-logic/',
    'init.gradle',
  ],
  outputs: ['build', '.gradle'],
  caches: ['/root/.gradle/caches', '/root/.gradle/wrapper', '/home/gradle/.gradle'],
  compileCaches: [],
  compiles: false,
  prime: './gradlew --no-daemon dependencies',
  programs: ['gradle', 'gradlew'],
  recognise(invocation) {
    const call = readCall(invocation, { valueFlags, longSingleDash: true });
    if (call.has('-v', '--version', '-h', '--help', '--stop', '--status')) return undefined;
    const tasks = call.operands.filter((word) => !asks.test(taskName(word.value)));
    const subcommand = tasks[0];
    if (!subcommand) return undefined;
    const common = {
      subcommand,
      manifestArgs: call.values('-b', '--build-file', '-c', '--settings-file', '-I', '--init-script'),
      directory: call.last('-p', '--project-dir'),
      flags: call.flags,
    };
    if (call.has('--offline')) return { ...common, role: 'project', offline: true };
    return { ...common, role: tasks.every((word) => resolves.test(taskName(word.value))) ? 'prime' : 'implicit' };
  },
};

/** `bootJar` for `:api:bootJar`. */
function taskName(task: string): string {
  return task.slice(task.lastIndexOf(':') + 1);
}
