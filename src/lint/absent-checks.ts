/** Checks of hadolint, BuildKit and the cache catalogue that no rule makes, each with the reason in Markdown. */
export const absentChecks: readonly { readonly code: string; readonly why: string }[] = [
  {
    code: 'BuildKit InvalidBaseImagePlatform',
    why: 'Whether an image exists for the platform that a `FROM` asks for is known to its registry alone; the text does not say it. `docker build --check` asks the registry.',
  },
];
