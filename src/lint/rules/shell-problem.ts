import type { Rule } from '../rule';
import { ownFix } from '../shellcheck/own-fixes';

/** What ShellCheck finds in the scripts of RUN, where it is installed. */
export const shellProblem: Rule = {
  id: 'shell-problem',
  summary: 'Write RUN scripts that ShellCheck has nothing to say about',
  category: 'correctness',
  severity: 'warning',
  since: '0.1.0',
  docs: {
    why: 'A `RUN` is a shell script, and shell scripts go wrong quietly: a variable that is split, a glob that matches something else, a test that is always true. ShellCheck knows these mistakes.',
    notes:
      'This needs the program `shellcheck` on the `PATH` (or named in the settings or with `--shellcheck`); without it nothing is reported. It gets each script with the variables that `ARG` and `ENV` set and the dialect that `SHELL` or a comment `# hadolint shell=bash` names. Findings keep their `SC` codes, which work in `.hadolint.yaml`, in `.layerwright.yaml` and in comments, and their own severities. SC1090, SC1091 and SC2187 are left out: they speak of files that are not there yet. PowerShell and cmd scripts are not looked at.',
    bad: [
      {
        dockerfile: 'FROM debian:12\nRUN rm $target/*\n',
        shellcheck: [
          [
            {
              ...{ line: 10, endLine: 10, column: 4, endColumn: 11 },
              ...{ level: 'info', code: 2086, message: 'Double quote to prevent globbing and word splitting.' },
            },
          ],
        ],
      },
    ],
    good: ['FROM debian:12\nRUN rm "$target"/*\n'],
  },
  applies: ({ shellFindings }) => shellFindings.length > 0,
  *check(file) {
    for (const finding of file.shellFindings) {
      const { code, severity, message, span, instruction } = finding;
      const edits = finding.edits.length > 0 ? finding.edits : ownFix(finding, file.dockerfile.text);
      yield {
        span,
        instruction,
        severity,
        codes: { hadolint: code },
        message: `${message} (ShellCheck ${code})`,
        fixes: edits.length > 0 ? [{ title: `Apply ShellCheck’s change for ${code}`, safe: false, edits }] : [],
      };
    }
  },
};
