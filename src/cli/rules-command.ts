import { createMemoryContext } from '../context/memory-context';
import { allCodes, rulesWithCode } from '../lint/codes';
import { unknownRule } from '../lint/config/own-config';
import { createExampleFixer } from '../lint/example-fixer';
import { renderRulePage } from '../lint/rule-page';
import { rules } from '../lint/rules';
import { type CliIo, type ExitStatus, UsageError } from './io';
import { loadShell } from './load-shell';

/** `layerwright rules`: every rule with its metadata. */
export function rulesCommand({ format }: { readonly format: 'text' | 'json' }, io: CliIo): ExitStatus {
  if (format === 'json') {
    const list = rules.map(({ id, summary, category, severity, since, off, related }) => {
      return { id, summary, category, severity, on: !off, since, related: related ?? {} };
    });
    io.out(`${JSON.stringify({ version: 1, rules: list }, undefined, 2)}\n`);
    return 0;
  }
  const width = Math.max(...rules.map(({ id }) => id.length));
  for (const rule of rules) {
    const codes = allCodes(rule.related).join(', ');
    const severity = (rule.off ? 'off' : rule.severity).padEnd(7);
    io.out(`${rule.id.padEnd(width)}  ${severity}  ${rule.summary}${codes ? ` (${codes})` : ''}\n`);
  }
  return 0;
}

/** `layerwright explain`: the page of a rule, by its id or by a code of the same mistake elsewhere. */
export async function explainCommand({ rule: name }: { readonly rule: string }, io: CliIo): Promise<ExitStatus> {
  const named = rules.filter(({ id }) => id === name);
  const chosen = named.length > 0 ? named : rulesWithCode(rules, name);
  if (chosen.length === 0) {
    throw new UsageError(`${unknownRule(name) ?? `No rule carries the code ${name}`}. Every rule: layerwright rules`);
  }
  const fixExample = createExampleFixer({ shell: await loadShell(io.assets), contextOf: createMemoryContext });
  io.out(chosen.map((rule) => renderRulePage(rule, fixExample)).join('\n'));
  return 0;
}
