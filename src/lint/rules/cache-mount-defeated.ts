import type { Stage } from '../../dockerfile/model';
import { type Defeat, defeatsIn, defeatWords, removeDefeats } from '../cache-mounts/defeats';
import { deletesPackages, descendsFrom, keepPackages, needsSudo } from '../cache-mounts/keep-debs';
import { misplacedMounts } from '../cache-mounts/misplaced';
import { cacheMountsOf, mountOver } from '../cache-mounts/mount-places';
import { downloadsOf, mountedManagers } from '../cache-mounts/mounted-managers';
import { refusedByVariable } from '../cache-mounts/refusing-variable';
import { hasCacheMount } from '../facts/file-facts';
import type { RunStep } from '../flow/flow';
import { runStepsWithTriggers } from '../flow/run-step';
import type { LintFile, Rule, RuleFinding } from '../rule';

/** A cache mount that is emptied, refused or not looked at by the very command it is for. */
export const cacheMountDefeated: Rule = {
  id: 'cache-mount-defeated',
  summary: 'Let a cache mount keep what it is there to keep',
  category: 'cache',
  severity: 'warning',
  since: '0.1.0',
  related: { cache: 'CACHE019' },
  docs: {
    why: 'A cache mount is no part of the image: cleaning it up makes nothing smaller, it only makes the next build download everything again. The same happens when the package manager is told not to cache (`--no-cache-dir`, `apk --no-cache`, `PIP_NO_CACHE_DIR`), when the image deletes downloads by itself, as those of Debian and Ubuntu do with `/etc/apt/apt.conf.d/docker-clean`, and when the mount lies where this user’s package manager does not look.',
    notes:
      'What deletes downloads in the image is looked for in this file only: a base image of your own may have done away with it already, and is not reported. `apk` keeps packages in `/etc/apk/cache`; with a mount on `/var/cache/apk` alone it keeps no more than the index.',
    bad: [
      'FROM python:3.12\nCOPY requirements.txt ./\nRUN --mount=type=cache,target=/root/.cache/pip pip install --no-cache-dir -r requirements.txt\n',
      'FROM node:22\nWORKDIR /app\nCOPY package.json package-lock.json ./\nRUN --mount=type=cache,target=/root/.npm npm ci && npm cache clean --force\n',
      'FROM debian:12\nRUN --mount=type=cache,target=/var/cache/apt,sharing=locked \\\n    --mount=type=cache,target=/var/lib/apt,sharing=locked \\\n    apt-get update && apt-get install -y git\n',
    ],
    good: [
      'FROM python:3.12\nCOPY requirements.txt ./\nRUN --mount=type=cache,target=/root/.cache/pip pip install -r requirements.txt\n',
      'FROM debian:12\nRUN rm -f /etc/apt/apt.conf.d/docker-clean; echo \'Binary::apt::APT::Keep-Downloaded-Packages "true";\' > /etc/apt/apt.conf.d/keep-cache\nRUN --mount=type=cache,target=/var/cache/apt,sharing=locked \\\n    --mount=type=cache,target=/var/lib/apt,sharing=locked \\\n    apt-get update && apt-get install -y git\n',
    ],
  },
  applies: hasCacheMount,
  *check(file) {
    const reported = new Set<Stage>();
    for (const step of runStepsWithTriggers(file)) {
      const mounts = cacheMountsOf(file, step.instruction).filter(({ target }) => target !== undefined);
      if (mounts.length === 0) continue;
      const downloads = downloadsOf(file, step);
      const ecosystems = mountedManagers(downloads, mounts);
      const targets = mounts.flatMap(({ target }) => target ?? []);
      const defeats = defeatsIn(file, step, { ecosystems, targets });
      if (defeats.length > 0) yield cleaned(file, step, defeats);
      yield* refusedByVariable(file, step, ecosystems);
      yield* misplacedMounts(file, step, downloads);
      const packages = mountOver(mounts, '/var/cache/apt/archives');
      const { stage } = step.instruction;
      if (!packages || !stage || !ecosystems.has('apt') || descendsFrom(stage, reported)) continue;
      if (!deletesPackages(file, step.instruction)) continue;
      reported.add(stage);
      const apt = downloads.find(({ place }) => place.ecosystem === 'apt');
      const sudo = apt !== undefined && needsSudo(step, apt.place.account);
      yield {
        span: packages.mount.flag.span,
        instruction: step.instruction,
        message:
          'The image deletes every package from this mount as soon as it is installed (/etc/apt/apt.conf.d/docker-clean), so the mount keeps nothing. Remove that file and tell apt to keep what it downloads.',
        // Not safe: the image gets another configuration of apt.
        fixes:
          apt?.place.account.root === false && !sudo
            ? []
            : [
                {
                  title: 'Make apt keep what it downloads',
                  safe: false,
                  edits: [keepPackages(file, step.instruction, { sudo })],
                },
              ],
      };
    }
  },
};

function cleaned(file: LintFile, step: RunStep, defeats: readonly Defeat[]): RuleFinding {
  const [first, ...others] = defeats.map((defeat) => {
    const words = defeatWords(defeat);
    const start = Math.min(...words.map(({ span }) => span.start));
    const end = Math.max(...words.map(({ span }) => span.end));
    return { span: { start, end }, text: words.map(({ raw }) => raw).join(' ') };
  });
  const edits = removeDefeats(file, step, defeats);
  const named = [first, ...others].map((one) => `\`${one?.text}\``).join(' and ');
  const several = others.length > 0;
  const span = first?.span ?? step.instruction.keywordSpan;
  return {
    span,
    instruction: step.instruction,
    message: `${named} ${several ? 'keep' : 'keeps'} the cache mount of this RUN empty, so the next build downloads everything again. What is in a cache mount takes no room in the image. Leave ${several ? 'them' : 'it'} out.`,
    related: others.map((other) => ({ span: other.span, message: 'This empties a mount, too.' })),
    // Safe: the mount's files are in no layer, whether they are deleted or not.
    fixes: edits ? [{ title: `Leave out ${named.replace(/`/g, '')}`, safe: true, edits }] : [],
  };
}
