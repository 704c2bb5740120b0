import type { Instruction, RunInstruction, Stage } from '../../dockerfile/model';
import { chain } from '../../dockerfile/scope';
import { remembered, rememberedFor } from '../../shared/remembered';
import { hasArgument, hasFlag } from '../../shell/args';
import type { ShellWord } from '../../shell/script';
import { invocationsOf } from '../facts/invocations';
import { runsCalling } from '../facts/runs-calling';
import { finalRuns } from '../flow/final-runs';
import { variableAt } from '../hadolint/cache-directory';
import { calls } from '../hadolint/clean-up';
import { insertBehind, spanTo } from '../hadolint/command-place';
import { commandsOf } from '../hadolint/commands';
import type { Fix, LintFile, Rule } from '../rule';

interface Place {
  readonly name: ShellWord;
  readonly install: ShellWord | undefined;
  readonly args: readonly ShellWord[];
}

/** apt-get installs what packages recommend, which a container seldom needs. */
export const recommendedPackages: Rule = {
  id: 'recommended-packages',
  summary: 'Install no packages that are only recommended',
  category: 'size',
  severity: 'info',
  since: '0.1.0',
  related: { hadolint: 'DL3015', cache: 'CACHE054' },
  docs: {
    why: 'By default apt also installs what the packages recommend: documentation, mail servers, fonts. It often doubles the layer, and each of these packages is one more to patch.',
    notes:
      'Some recommended packages are missed at run time only: `ca-certificates` with `curl` or `git`, fonts with a browser. The fix therefore asks for a look; name in the install what the image needs. A setting for the whole image (`APT::Install-Recommends "false"` in `/etc/apt/apt.conf.d`) is understood where this file writes it.',
    bad: ['FROM debian:12\nRUN apt-get update && apt-get install -y git\n'],
    good: [
      'FROM debian:12\nRUN apt-get update && apt-get install -y --no-install-recommends git ca-certificates\n',
      'FROM debian:12\nRUN echo \'APT::Install-Recommends "false";\' > /etc/apt/apt.conf.d/90lean\nRUN apt-get update && apt-get install -y git\n',
    ],
  },
  when: { calls: ['apt-get', 'apt'] },
  *check(file) {
    for (const run of runsCalling(file, 'apt-get', 'apt')) {
      const asked = file.settings.asked('DL3015');
      const listed = commandsOf(file, run)
        .filter((command) => calls(command, 'apt-get', 'install'))
        .filter((command) => !hasFlag(command, 'no-install-recommends') && !hasArgument(command, exactly))
        .filter((command) => asked || !isOff(file, run, command.args))
        .map(({ nameWord, args }) => ({ name: nameWord, install: installWord(args), args }));
      const pulled = finalRuns(file).has(run) ? installsRecommended(file, run) : [];
      if (listed.length + pulled.length === 0 || (isOffForAll(file, run) && !(asked && listed.length > 0))) continue;
      yield finding(file, run, listed, pulled);
    }
  },
};

const exactly = 'APT::Install-Recommends=false';

function finding(file: LintFile, run: RunInstruction, listed: readonly Place[], pulled: readonly Place[]) {
  const places = listed.length > 0 ? listed : pulled;
  const [first, ...others] = places.map(({ name, install }) => spanTo(file, name, install));
  return {
    span: first ?? run.span,
    instruction: run,
    message:
      'This installs what the packages only recommend, too, which a container seldom needs. Add --no-install-recommends and name what is missing then.',
    codes: { ...(listed.length > 0 && { hadolint: 'DL3015' }), ...(pulled.length > 0 && { cache: 'CACHE054' }) },
    related: others.map((span) => ({ span, message: 'This installs recommended packages, too.' })),
    fixes: () => fixFor(file, run, places),
  };
}

function fixFor(file: LintFile, run: RunInstruction, places: readonly Place[]): Fix | undefined {
  const edits = places.flatMap(({ install }) => insertBehind(file, run, install, '--no-install-recommends') ?? []);
  const contradicted = places.some(({ args }) => args.some(({ value }) => value === '--install-recommends'));
  if (edits.length < places.length || contradicted) return undefined;
  return { title: 'Install no recommended packages', safe: false, edits };
}

/** Behind `sudo` and by the newer name as well. */
function installsRecommended(file: LintFile, run: RunInstruction): readonly Place[] {
  const script = file.shell(run);
  if (!script.complete) return [];
  return invocationsOf(file, script)
    .filter(
      ({ program, args }) =>
        (program === 'apt-get' || program === 'apt') && installWord(args) && !isOff(file, run, args),
    )
    .map(({ programWord, args }) => ({ name: programWord, install: installWord(args), args }));
}

function installWord(args: readonly ShellWord[]): ShellWord | undefined {
  return args.find(({ value }) => value === 'install');
}

const off = '--no-install-recommends';

/** The flag, also out of a variable, or the option in any of its spellings. */
function isOff(file: LintFile, run: RunInstruction, args: readonly ShellWord[]): boolean {
  return args.some(
    ({ value, raw }) =>
      value === off ||
      /APT::Install-Recommends[= ]+["']?(?:0|false|no|off|without|disable)/i.test(value) ||
      isOffIn(file, run, /^"?\$\{?(\w+)\}?"?$/.exec(raw)?.[1]),
  );
}

/** The variable is set to words with the flag among them, by the Dockerfile or in this RUN. */
function isOffIn(file: LintFile, run: RunInstruction, variable: string | undefined): boolean {
  if (variable === undefined || !file.dockerfile.text.includes(off)) return false;
  if (variableAt(file, run, variable)?.includes(off)) return true;
  const script = file.dockerfile.text.slice(run.span.start, run.span.end);
  return new RegExp(`\\b${variable}=(?:"[^"]*|'[^']*)?${off}`).test(script);
}

/** This or an earlier step of the stage writes the setting. */
function isOffForAll(file: LintFile, run: RunInstruction): boolean {
  if (!mentionsSetting(file)) return false;
  return run.stage ? firstSetting(file, run.stage) <= run.index : switchesOff(file, run);
}

const mentionsSetting = remembered(({ dockerfile: { text } }: LintFile) => /Install-Recommends/i.test(text));

/** Index of the first instruction of the stage's chain that writes it; infinite where none does. */
const firstSetting = rememberedFor(
  (file: LintFile, stage: Stage) =>
    chain(stage).find((instruction) => switchesOff(file, instruction))?.index ?? Number.POSITIVE_INFINITY,
);

function switchesOff({ dockerfile: { text } }: LintFile, { kind, span }: Instruction): boolean {
  if (kind !== 'RUN' && kind !== 'COPY') return false;
  return /Install-Recommends\\?["']?[\s=:]+\\?["']*(?:0|false|no|off)\\?["']*\s*;/i.test(
    text.slice(span.start, span.end),
  );
}
