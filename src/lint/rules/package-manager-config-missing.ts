import { baseName } from '../../shared/posix-path';
import { bringFiles, manifestSpan, namesOf } from '../inputs/bring-files';
import { argumentsOf, installName, isRepeatedLater, isSet } from '../inputs/commands-around';
import { configEffect } from '../inputs/config-effects';
import type { ConfigInput } from '../inputs/install-inputs';
import { type KnownInstall, knownInstalls } from '../inputs/project-installs';
import type { LintFile, Rule } from '../rule';

/** An install without the project's configuration is another install, and mostly nothing says so. */
export const packageManagerConfigMissing: Rule = {
  id: 'package-manager-config-missing',
  summary: "Copy the package manager's configuration before the install",
  category: 'correctness',
  severity: 'warning',
  since: '0.1.0',
  related: { cache: 'CACHE030' },
  docs: {
    why: "Registries, linkers, hoisting, patches and central package versions stand in files beside the manifest: `.npmrc`, `.yarnrc.yml`, `pnpm-workspace.yaml`, `Directory.Packages.props`, `.mvn/maven.config`. An install that does not see them does something else, often without a word: Yarn without its `.yarnrc.yml` switches from `node_modules` to Plug'n'Play and exits without an error.",
    notes:
      'Files whose settings do not change what is installed are not asked for. A file that holds a token or password does not belong in an image: mount it for the one command that needs it, `RUN --mount=type=secret,id=npmrc,target=/app/.npmrc npm ci`, and pass it with `docker build --secret id=npmrc,src=.npmrc`.',
    bad: [
      {
        dockerfile:
          'FROM node:22\nWORKDIR /app\nCOPY package.json yarn.lock ./\nRUN yarn install --immutable\nCOPY . .\n',
        context: { 'package.json': '{}', 'yarn.lock': '__metadata:\n', '.yarnrc.yml': 'nodeLinker: node-modules\n' },
      },
      {
        dockerfile: 'FROM node:22\nWORKDIR /app\nCOPY package.json package-lock.json ./\nRUN npm ci\nCOPY . .\n',
        context: {
          'package.json': '{}',
          'package-lock.json': '{"packages":{}}',
          '.npmrc': '//npm.example/:_authToken=npm_0123456789\n',
        },
      },
    ],
    good: [
      {
        dockerfile:
          'FROM node:22\nWORKDIR /app\nCOPY package.json yarn.lock .yarnrc.yml ./\nRUN yarn install --immutable\nCOPY . .\n',
        context: { 'package.json': '{}', 'yarn.lock': '__metadata:\n', '.yarnrc.yml': 'nodeLinker: node-modules\n' },
      },
      {
        dockerfile:
          'FROM node:22\nWORKDIR /app\nCOPY package.json package-lock.json ./\nRUN --mount=type=secret,id=npmrc,target=/app/.npmrc npm ci\nCOPY . .\n',
        context: {
          'package.json': '{}',
          'package-lock.json': '{"packages":{}}',
          '.npmrc': '//npm.example/:_authToken=npm_0123456789\n',
        },
      },
    ],
  },
  applies: ({ context }) => context !== undefined,
  *check(file) {
    for (const install of knownInstalls(file)) {
      const { inputs, files, place, recognised } = install;
      if (isRepeatedLater(install)) continue;
      const missing = inputs.configs.filter(
        (config) => files.at(place(config.path)) === 'absent' && matters(file, install, config),
      );
      const [first] = missing;
      if (!first || !file.context) continue;
      const secret = missing.find((config) => config.secret);
      const paths = missing.filter((config) => !config.secret).map(({ path }) => path);
      const edits = paths.length === 0 ? undefined : bringFiles(file, install, paths);
      const effect = missing.length === 1 ? configEffect(file.context, install, first) : undefined;
      yield {
        span: manifestSpan(install),
        message: `${namesOf(missing.map(({ path }) => path))} ${missing.length === 1 ? 'is' : 'are'} not copied before \`${installName(install)}\`, ${effect ?? 'so what they set does not apply'}.${secret ? ` ${secret.path} seems to hold a secret: mount it with --mount=type=secret,target=${place(secret.path)} instead of copying it.` : ''}`,
        related: [{ span: recognised.span, message: 'The install.' }],
        fixes: edits ? [{ title: `Copy ${namesOf(paths)} too`, safe: false, edits }] : [],
      };
    }
  },
};

/** It changes the install, and nothing in the Dockerfile takes its place. */
function matters(file: LintFile, install: KnownInstall, config: ConfigInput): boolean {
  if (!file.context || configEffect(file.context, install, config) === undefined) return false;
  const rc = /^\.(?:npmrc|yarnrc|yarnrc\.yml)$/.test(baseName(config.path));
  return !rc || !(isConfiguredElsewhere(install) || hasSettings(file, install));
}

/** `npm config set …`, `--registry`, `--userconfig`. */
function isConfiguredElsewhere(install: KnownInstall): boolean {
  const { stage, step, command } = install;
  const runs = stage.steps
    .slice(0, stage.steps.indexOf(step) + 1)
    .flatMap((other) => (other.kind === 'run' ? other.commands : []));
  const above = runs.slice(0, runs.indexOf(command));
  return (
    argumentsOf(install).some((word) => /^--(?:registry|userconfig|globalconfig|use-yarnrc)(?:=|$)/.test(word)) ||
    above.some(
      ({ command: { name, args } }) =>
        /^(?:npm|yarn|pnpm)$/.test(name.value) &&
        args.some(({ value }) => /^(?:config|set|c|login|adduser)$/.test(value)),
    ) ||
    above.some(({ command: { args, redirects } }) =>
      [...args, ...redirects.flatMap(({ target }) => target ?? [])].some(({ value }) => /npmrc|yarnrc/.test(value)),
    )
  );
}

function hasSettings(file: LintFile, install: KnownInstall): boolean {
  return isSet(
    file,
    install,
    'NPM_CONFIG_REGISTRY',
    'npm_config_registry',
    'NPM_CONFIG_USERCONFIG',
    'YARN_NODE_LINKER',
    'YARN_NPM_REGISTRY_SERVER',
    'YARN_RC_FILENAME',
  );
}
