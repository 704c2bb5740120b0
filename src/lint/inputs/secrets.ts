import { baseName } from '../../shared/posix-path';

/**
 * Whether the text of a package manager's configuration looks as if it holds a token or password: a value written out, not a
 * reference to a variable. What is copied into an image stays in it, so such a file belongs in a secret mount.
 */
export function holdsSecret(path: string, text: string): boolean {
  const name = baseName(path).toLowerCase();
  if (name === 'auth.json') return true;
  if (/:\/\/[^/\s:@$%{}]+:[^/\s:@$%{}]+@/.test(text)) return true;
  for (const pattern of patterns.get(name) ?? general) {
    for (const match of text.matchAll(pattern)) {
      const value = match.groups?.value ?? '';
      if (value !== '' && !isReference(value)) return true;
    }
  }
  return false;
}

const keyed =
  /(?:^|[\s"'_-])(?:auth_?token|auth_?ident|password|passwd|secret|token|api_?key)["']?\s*[:=]\s*["']?(?<value>[^\s"'#;,]+)/gim;
const general = [keyed];

const patterns: ReadonlyMap<string, readonly RegExp[]> = new Map([
  ['.npmrc', [/^[ \t]*(?:\/\/[^=\s]*:)?_(?:authToken|auth|password)\s*=\s*["']?(?<value>[^\s"']+)/gim]],
  ['.netrc', [/\bpassword\s+(?<value>\S+)/gi]],
  ['nuget.config', [/key\s*=\s*"(?:ClearTextPassword|Password)"\s+value\s*=\s*"(?<value>[^"]*)"/gi]],
  ['settings.xml', [/<(?:password|passphrase)>\s*(?<value>[^<]+?)\s*</gi]],
  ['gradle.properties', [/^[^#\n]*(?:password|token|secret|apikey)\w*\s*[=:]\s*(?<value>\S+)/gim]],
]);

/** `${TOKEN}`, `$TOKEN`, `%TOKEN%`, `{env.TOKEN}`, `<token>`. */
function isReference(value: string): boolean {
  return /^(?:\$|%[^%]+%|\{|<)/.test(value);
}
