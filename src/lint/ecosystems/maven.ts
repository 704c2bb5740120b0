import { type Call, readCall } from './call';
import type { Ecosystem, Match } from './ecosystem';

const valueFlags = [
  '-f',
  '--file',
  '-pl',
  '--projects',
  '-s',
  '--settings',
  '-gs',
  '--global-settings',
  '-P',
  '--activate-profiles',
  '-T',
  '--threads',
  '-l',
  '--log-file',
  '-rf',
  '--resume-from',
  '-t',
  '--toolchains',
  '-D',
  '--define',
  '-b',
  '--builder',
];

const resolves =
  /^(?:[\w.-]+:maven-)?(?:dependency|dependency-plugin)(?::[\d.]+)?:(?:go-offline|resolve(?:-plugins|-sources)?|copy-dependencies|list|tree|sources)$|^de\.qaware\.maven:go-offline-maven-plugin/;
const fetchesOne = /dependency(?:-plugin)?(?::[\d.]+)?:(?:get|copy)$/;
const asks = /^(?:help|versions|wrapper|archetype|enforcer|license):|^clean$/;

export const maven: Ecosystem = {
  id: 'maven',
  name: 'Maven',
  family: 'maven',
  manifests: ['pom.xml', '**/pom.xml'],
  locks: [],
  configs: ['.mvn/', 'mvnw', 'settings.xml', 'maven.config', 'extensions.xml'],
  outputs: ['target'],
  caches: ['/root/.m2/repository'],
  compileCaches: [],
  compiles: false,
  prime: 'mvn -B dependency:go-offline',
  programs: ['mvn', 'mvnw', 'mvnd'],
  recognise(invocation) {
    const call = readCall(invocation, { valueFlags, longSingleDash: true });
    if (call.has('-v', '--version', '-h', '--help', '-version')) return undefined;
    return goals(call);
  },
};

function goals(call: Call): Match | undefined {
  const working = call.operands.filter((word) => !asks.test(word.value));
  const last = working.at(-1);
  if (!last) return undefined;
  const common = {
    subcommand: working[0],
    manifestArgs: [...call.values('-f', '--file'), ...call.values('-s', '--settings')],
    flags: call.flags,
  };
  if (working.every((word) => fetchesOne.test(word.value))) return { ...common, role: 'tools' };
  if (call.has('-o', '--offline')) return { ...common, role: 'project', offline: true };
  return { ...common, role: working.every((word) => resolves.test(word.value)) ? 'prime' : 'implicit' };
}
