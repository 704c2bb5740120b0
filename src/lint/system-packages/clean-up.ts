import type { Invocation } from '../../shell/invocation';

/** Directories whose removal counts, as absolute paths or, for those of a home, by their end (`/.npm`). */
export type Places = readonly string[];

/** `rm`, `find` or the like on one of the places, or on one above or below. */
export function removes({ program, args }: Invocation, places: Places): boolean {
  if (program !== 'rm' && program !== 'find' && program !== 'rmdir' && program !== 'unlink') return false;
  return args.some(({ value }) => {
    if (value.startsWith('-') || value === '') return false;
    // Below a `cd`, or in a variable that tells what it is by its name.
    if (/^(?:\.\/)?\.?\*$|^\$.*(?:cache|lists|gem|bundle|conda|npm)/i.test(value)) return true;
    const path =
      value
        .replace(/(?:\*|(?<!\$)\{).*$/s, '')
        .replace(/(?<=\/)\.$/, '')
        .replace(/\/+$/, '') || '/';
    return places.some((place) => covers(path, place));
  });
}

function covers(path: string, place: string): boolean {
  if (path.includes(place)) return true;
  return path.startsWith('/') && (place === path || place.startsWith(path === '/' ? '/' : `${path}/`));
}

/** A script of the project: it may clean up, and nobody can tell from here. */
export function mayCleanUp({ program, programWord, command, args }: Invocation): boolean {
  if (program === undefined) return true;
  if (command.script) return false;
  if (/^(?:sh|bash|dash|ash|zsh)$/.test(program)) return args.some(({ value }) => !value.startsWith('-'));
  if (/^(?:source|\.|eval|make|just|docker-clean|cleanup|clean)$/.test(program)) return true;
  return programWord.value.includes('/') && !/^\/(?:usr\/)?(?:local\/)?s?bin\/[\w.+-]+$/.test(programWord.value);
}
