import { isSecretKey, maskText } from '../shared/secrets';
import { splitAt } from './values';

/** Whether `NAME=value` or a name alone looks like something that must not be shown or written down. */
export function looksSecret(word: string): boolean {
  const [name, value = ''] = splitAt(word, '=');
  return isSecretKey(name) || maskText(value).count > 0;
}

/** The words without the values of secrets: `-e NAME` takes the value from where the line is run. */
export function hideSecrets(env: readonly string[]): readonly string[] {
  return env.map((word) => (looksSecret(word) ? splitAt(word, '=')[0] : word));
}
