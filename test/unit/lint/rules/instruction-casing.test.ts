import { instructionCasing } from '../../../../src/lint/rules/instruction-casing';
import { checkFix, checkRule } from '../../support/check-rule';

describe('instruction-casing', () => {
  it('takes what most keywords are in', () =>
    checkRule(
      instructionCasing,
      `
ARG v=1
arg w=1
from a:1
run true
RUN true
^^^ "RUN" is not in lower case
Env a=b
^^^ Write env
onbuild RUN true
`,
    ));

  it('takes upper case for a draw', () => checkRule(instructionCasing, 'FROM a:1\nrun true\n^^^ not in upper case\n'));

  it('does not count keywords in mixed case, and reports them', () =>
    checkRule(instructionCasing, 'From a:1\n^^^^ Write FROM\nEnv a=b\n^^^ Write ENV\n'));

  it('does not count global ARGs and what ONBUILD holds', () =>
    checkRule(instructionCasing, 'arg a=1\narg b=1\nFROM a:1\nONBUILD run true\n'));

  it('writes the keyword anew', () =>
    checkFix(instructionCasing, 'FROM a:1\nRUN true\ncmd ["a"]\n', 'FROM a:1\nRUN true\nCMD ["a"]\n', { safe: true }));
});
