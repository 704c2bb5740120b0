/** BuildKit's names: one of these words between underscores, and none of those that say it is no secret. */
export function isSecretName(name: string): boolean {
  const words = name.toLowerCase().split('_');
  return words.some((word) => secretWords.has(word)) && !words.some((word) => publicWords.has(word));
}

/** hadolint's names: parts of words, and variables of well-known services. */
export function isSecretNameToHadolint(name: string): boolean {
  const lower = name.toLowerCase();
  return knownNames.has(name.toUpperCase()) || secretParts.some((part) => lower.includes(part));
}

/** Cheap; false for names of which neither can be said. */
export function mayBeSecretName(name: string): boolean {
  return anySecret.test(name);
}

/** Only hadolint counts it, and it is the name of somebody or of a version: `USERNAME`, `HELM_SECRETS_VERSION`. */
export function isNoSecret(name: string): boolean {
  const lower = name.toLowerCase();
  if (isSecretName(name)) return false;
  if (lower.split('_').some((word) => publicWords.has(word))) return true;
  return !secretParts.some((part) => part !== 'username' && lower.includes(part));
}

/** What a key is known by: everybody may have it, and who checks a signature needs it. */
export function isFingerprint(name: string, value: string): boolean {
  return (
    /(?:GPG|PGP)_KEYS?$/i.test(name) &&
    /^(?:0x)?(?:[0-9A-F]{40}|[0-9A-F]{16}|[0-9A-F]{8})(?:\s+(?:0x)?[0-9A-F]{8,40})*$/i.test(value.trim())
  );
}

const secretWords = new Set('apikey auth credential credentials key password pword passwd secret token'.split(' '));
const publicWords = new Set(['public', 'file', 'version']);
const secretParts = ['api_key', 'client_key', 'password', 'private', 'secret', 'token', 'username'];
const knownNames = new Set(
  'APPLICATION_KEY AWS_ACCESS_KEY_ID CI_DEPLOY_USER DOCKER_EMAIL FACEBOOK_APP_ID HEROKU_API_USER OKTA_AUTHN_GROUPID OKTA_CLIENT_ORGURL OKTA_OAUTH2_CLIENTID STRIPE_DEVICE_NAME TRAVIS_OS_NAME TRAVIS_SECURE_ENV_VARS TRAVIS_SUDO'.split(
    ' ',
  ),
);

const anySecret = new RegExp([...secretWords, ...secretParts, ...knownNames].join('|'), 'i');
