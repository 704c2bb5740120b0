import type { Scope } from '../../dockerfile/scope';
import type { ShellWord } from '../../shell/script';
import type { FlowCommand } from '../flow/flow';
import { homeOf, pathOf } from '../flow/image-path';

/** A path that a command takes out of the file system, possibly with a glob. */
export interface Removal {
  readonly path: string;
  /** `clean`: a cache or index, by a command that knows where it is. `move`: it is somewhere else now. */
  readonly kind: 'rm' | 'clean' | 'move';
  /** The word that names the path, or the command's subcommand. */
  readonly word: ShellWord;
}

/** Managers with a command that empties their cache. */
const cleaners = /^(?:apk|npm|yarn|pip|go)[\d.]*$|^(?:conda|mamba)$/;
const none: readonly Removal[] = [];

export function removalsOf({ call, recognised, directory }: FlowCommand, scope: Scope): readonly Removal[] {
  const { program, args } = call;
  if (program === 'rm' || program === 'unlink' || program === 'mv') {
    const words = args.filter(({ value }) => !value.startsWith('-'));
    const taken = program === 'mv' ? words.slice(0, -1) : words;
    return taken.flatMap((word): Removal[] => {
      const path = pathOf(word.value, directory, scope);
      return path === undefined || path === '/' ? [] : [{ path, kind: program === 'mv' ? 'move' : 'rm', word }];
    });
  }
  if (recognised?.role !== 'system-clean' && !cleaners.test(program ?? '')) return none;
  const clean = (paths: readonly string[], word = args[0] ?? call.programWord): readonly Removal[] =>
    paths.map((path) => ({ path, kind: 'clean', word }));
  const [first = '', second = ''] = args.filter(({ value }) => !value.startsWith('-')).map(({ value }) => value);
  if (recognised?.role === 'system-clean') {
    return clean(systemCaches(recognised.ecosystem, first), recognised.subcommand);
  }
  const home = homeOf(scope);
  switch (`${program?.replace(/[\d.]+$/, '')} ${first} ${second}`.trim()) {
    case 'apk cache clean':
      return clean(['/var/cache/apk']);
    case 'npm cache clean':
      return clean([`${home}/.npm`]);
    case 'yarn cache clean':
      return clean(['/usr/local/share/.cache/yarn']);
    case 'pip cache purge':
      return clean([`${home}/.cache/pip`]);
    case 'go clean':
      return args.some(({ value }) => value === '-modcache') ? clean(['/go/pkg/mod']) : [];
    default:
      return (program === 'conda' || program === 'mamba') && first === 'clean' ? clean(['/opt/conda/pkgs']) : [];
  }
}

/** `apt-get clean` is none of them: images of Debian and Ubuntu keep no downloads in the first place. */
function systemCaches(ecosystem: string, subcommand: string): readonly string[] {
  switch (ecosystem) {
    case 'apt':
      return /^dist-?clean$/.test(subcommand) ? ['/var/lib/apt/lists'] : [];
    case 'dnf':
      return ['/var/cache/dnf', '/var/cache/yum', '/var/cache/libdnf5'];
    case 'zypper':
      return ['/var/cache/zypp'];
    case 'pacman':
      return ['/var/cache/pacman/pkg'];
    default:
      return [];
  }
}
