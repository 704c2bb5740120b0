import type { Instruction } from '../../dockerfile/model';
import { rememberedFor } from '../../shared/remembered';
import type { Role } from '../ecosystems/ecosystem';
import type { LintFile } from '../rule';
import type { FlowCommand, RunStep, StageFlow } from './flow';

/** Where the variables of a stage are used, read off its text once. */
export interface VariableUses {
  /** Instructions that name the variable (`$X`, `${X…}`, in a RUN also as a plain word), in order. */
  mentions(name: string): readonly Instruction[];
  /** RUN instructions that call something that may read any variable from its environment, in order. */
  readonly opaque: readonly Instruction[];
}

export const variableUses = rememberedFor(findUses);

function findUses(file: LintFile, { stage, steps }: StageFlow): VariableUses {
  const byName = new Map<string, Instruction[]>();
  for (const instruction of stage.instructions) {
    for (const name of namesIn(file, instruction)) {
      const users = byName.get(name);
      if (users) users.push(instruction);
      else byName.set(name, [instruction]);
    }
  }
  const runs = steps.filter((step) => step.kind === 'run' && step.stage === stage) as readonly RunStep[];
  const opaque = runs.filter(({ script, commands }) => script.dialect === 'other' || commands.some(mayReadEnvironment));
  return { mentions: (name) => byName.get(name) ?? [], opaque: opaque.map(({ instruction }) => instruction) };
}

function namesIn(file: LintFile, instruction: Instruction): ReadonlySet<string> {
  const start = instruction.flags[0]?.span.start ?? instruction.argumentSpan.start;
  const text = file.dockerfile.text.slice(Math.min(start, instruction.argumentSpan.start), instruction.span.end);
  const pattern = instruction.kind === 'RUN' ? /\b([A-Za-z_]\w*)/g : /\$\{?([A-Za-z_]\w*)/g;
  return new Set(Array.from(text.matchAll(pattern), ([, name]) => name ?? ''));
}

const readers = new Set<Role>(['project', 'implicit', 'plan', 'finish']);

/** A script of the project, a build tool, a program nobody knows. */
export function mayReadEnvironment({ recognised, call }: FlowCommand): boolean {
  if (recognised) return readers.has(recognised.role);
  return call.program === undefined || call.programWord.value.includes('/') || !indifferent.has(call.program);
}

const indifferent = new Set(
  'set echo printf true : cd mkdir rm cp mv ln chmod chown touch cat sed grep awk head tail sort tr cut tar unzip gzip gunzip xz curl wget git gpg apt-get apt apk apt-key add-apt-repository dpkg rpm yum dnf useradd adduser groupadd addgroup usermod install test ldconfig update-ca-certificates sha256sum sha512sum md5sum uname dirname basename ls find xargs tee sleep date id env export npm yarn pnpm pip pip3 corepack locale-gen apt-mark'.split(
    ' ',
  ),
);
