/** What is wrong with an image's name, in a few words; undefined for a valid one. As Docker reads names. */
export function imageNameProblem(name: string): string | undefined {
  if (name === '') return 'it is empty';
  const [reference = '', digest] = splitAt(name, name.indexOf('@'));
  const slash = reference.indexOf('/');
  const first = slash < 0 ? '' : reference.slice(0, slash);
  const hasRegistry = first !== '' && (/[.:]/.test(first) || first === 'localhost' || first !== first.toLowerCase());
  const path = hasRegistry ? reference.slice(slash + 1) : reference;
  const [repository = '', tag] = splitAt(path, path.indexOf(':', path.lastIndexOf('/') + 1));
  if (hasRegistry && !registryShape.test(first)) return `"${first}" is no registry`;
  if (repository === '') return 'it has no repository';
  if (/[A-Z]/.test(repository)) return `the repository "${repository}" has capital letters`;
  if (!repository.split('/').every((part) => componentShape.test(part))) return `"${repository}" is no repository`;
  if (tag === '') return 'its tag is empty';
  if (tag !== undefined && !tagShape.test(tag)) return `"${tag}" is no tag`;
  if (digest !== undefined && !digestShape.test(digest))
    return digest === '' ? 'its digest is empty' : 'its digest is none';
  return undefined;
}

const registryShape =
  /^(?:(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])(?:\.(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9]))*|\[[a-fA-F0-9:]+\])(?::\d+)?$/;
const componentShape = /^[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*$/;
const tagShape = /^\w[\w.-]{0,127}$/;
const digestShape = /^[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}$/;

function splitAt(text: string, index: number): readonly [string, string | undefined] {
  return index < 0 ? [text, undefined] : [text.slice(0, index), text.slice(index + 1)];
}
