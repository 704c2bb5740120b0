import { parseDockerfile } from '../dockerfile/parse';
import type { ShellParser } from '../shell/shell-parser';
import { mergeConfig } from './config/config';
import type { ContextFiles } from './context-files';
import { applyEdits } from './fix';
import type { FixExample } from './rule-page';
import { rules } from './rules';
import { runRules } from './run-rules';

export interface ExampleFixerOptions {
  readonly shell: ShellParser;
  /** Makes a build context of an example's files. */
  readonly contextOf: (files: Readonly<Record<string, string>>) => ContextFiles;
}

/** Fixes the examples of the documentation as the editor would fix them. */
export function createExampleFixer({ shell, contextOf }: ExampleFixerOptions): FixExample {
  return (rule, example) => {
    const known = typeof example === 'string' ? { dockerfile: example } : example;
    const { dockerfile: text, context, settings, shellcheck } = known;
    const findings = runRules(parseDockerfile(text), rule.last ? rules : [rule], {
      shell,
      context: context && contextOf(context),
      shellComments: shellcheck,
      config: mergeConfig({ allRules: true, ...settings }),
    });
    const fix = findings.filter((finding) => finding.rule === rule.id).flatMap(({ fixes }) => fixes)[0];
    return fix && { title: fix.title, safe: fix.safe, text: applyEdits(text, fix.edits), files: fix.files };
  };
}
