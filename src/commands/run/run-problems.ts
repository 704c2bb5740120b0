import { hostPorts, parsePort } from '../../docker-run/ports';
import type { RunOptions } from '../../docker-run/run-options';
import type { ContainerSummary, Engine } from '../../engine/engine';
import type { RunProblem } from '../../webviews/run-form/protocol';
import { createPortCheck, type PortCheck } from './port-check';

/** What stands against a run at this moment: ports that are taken and by whom, a name that another container has. */
export async function findRunProblems(engine: Engine, options: RunOptions): Promise<readonly RunProblem[]> {
  const containers = await engine.containers.list();
  const check = createPortCheck(engine, containers);
  const problems: RunProblem[] = [];
  const { name } = options;
  if (name !== undefined && containers.some((container) => container.name === name)) {
    const instead = freeName(name, containers);
    problems.push({ key: 'name', index: 0, problem: `The name "${name}" is used by another container.`, instead });
  }
  for (const [index, word] of (options.ports ?? []).entries()) {
    const problem = await portUser(word, check);
    if (problem === undefined) continue;
    const instead = await movePort(word, check, options.ports ?? []);
    problems.push({ key: 'ports', index, problem, instead: instead === word ? undefined : instead });
  }
  return problems;
}

/** The options with another name or host port where theirs is taken: what worked last time works again. */
export async function avoidProblems(engine: Engine, options: RunOptions): Promise<RunOptions> {
  const problems = await findRunProblems(engine, options);
  const ports = [...(options.ports ?? [])];
  let { name } = options;
  for (const { key, index, instead } of problems) {
    if (instead === undefined) continue;
    if (key === 'ports') ports[index] = instead;
    if (key === 'name') name = instead;
  }
  return {
    ...options,
    ...(ports.length > 0 ? { ports } : {}),
    ...(name === undefined ? {} : { name }),
  };
}

/** `web-2` when `web` is taken. */
function freeName(name: string, containers: readonly ContainerSummary[]): string {
  const taken = new Set(containers.map((container) => container.name));
  const [, stem = name, number = '1'] = /^(.*?)-(\d{1,4})$/.exec(name) ?? [];
  for (let next = Number(number) + 1; ; next += 1) if (!taken.has(`${stem}-${next}`)) return `${stem}-${next}`;
}

async function portUser(word: string, check: PortCheck): Promise<string | undefined> {
  for (const { ip, port, protocol } of hostPorts([word])) {
    const user = protocol === 'tcp' ? await check.userOf(port, ip) : undefined;
    if (user !== undefined) return user;
  }
  return undefined;
}

/** The next host port that is free and not asked for by the others. Ranges stay. */
async function movePort(word: string, check: PortCheck, words: readonly string[]): Promise<string> {
  const mapping = parsePort(word);
  const [first = 0, last] = mapping?.host ?? [];
  if (!mapping || first !== last) return word;
  const asked = new Set(hostPorts(words).map(({ port }) => port));
  for (let port = first + 1; port <= Math.min(first + 200, 65_535); port += 1) {
    if (asked.has(port) || !(await check.isFree(port, mapping.hostIp))) continue;
    return word.replace(new RegExp(`(^|:)${first}(?=:)`), `$1${port}`);
  }
  return word;
}
