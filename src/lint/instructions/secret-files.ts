import type { CopyInstruction, Word } from '../../dockerfile/model';
import { baseName, cleanPath } from '../../shared/posix-path';
import type { ContextFiles } from '../context-files';
import { isRemote } from '../flow/copy-step';
import { isSecretName } from './secret-names';

export interface SecretFile {
  readonly word: Word;
  /** What is in it, in a few words. */
  readonly holds: string;
}

/** Files with secrets that a copy from the build context names. Without the context only names that leave no doubt. */
export function secretFiles(copy: CopyInstruction, context: ContextFiles | undefined): readonly SecretFile[] {
  if (copy.from) return [];
  return copy.sources.flatMap((word) => {
    if ((!context && !word.value.includes('id_')) || isRemote(word) || word.variables.length > 0) return [];
    const path = cleanPath(`/${word.value}`).slice(1);
    const holds = contentOf(path, context);
    return holds === undefined ? [] : [{ word, holds }];
  });
}

function contentOf(path: string, context: ContextFiles | undefined): string | undefined {
  const name = baseName(path);
  const text = context?.kind(path) === 'file' ? context.read(path) : undefined;
  if (privateKey.test(name)) {
    if (context && !/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(text ?? '')) return undefined;
    return 'a private key';
  }
  if (text === undefined) return undefined;
  if (name === '.npmrc') return /:_(?:authToken|auth|password)\s*=\s*(?!\$\{)\S/.test(text) ? 'a token' : undefined;
  if (name === '.netrc') return /\bpassword\s+\S/.test(text) ? 'a password' : undefined;
  if (name === '.pypirc') return /^\s*password\s*[=:]\s*\S/m.test(text) ? 'a password' : undefined;
  return /^\.env(?:\.(?:local|production|prod|staging))?$/.test(name) ? secretOfEnv(text) : undefined;
}

const privateKey = /^id_(?:rsa|dsa|ecdsa|ed25519)$/;

/** The first variable with a secret's name and a value that is no placeholder. */
function secretOfEnv(text: string): string | undefined {
  for (const [, name = '', value = ''] of text.matchAll(/^\s*(?:export\s+)?([A-Za-z_]\w*)\s*=[ \t]*(.*)$/gm)) {
    const plain = value.trim().replace(/^(["'])(.*)\1$/, '$2');
    if (isSecretName(name) && plain.length > 5 && !placeholder.test(plain)) return `a value of ${name}`;
  }
  return undefined;
}

const placeholder = /^(?:[<${]|x+$|\*+$|\.+$|your|change|replace|example|dummy|secret$|password$|todo|test)|_here$/i;
