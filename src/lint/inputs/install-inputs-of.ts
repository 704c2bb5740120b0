import { cleanPath, dirName, joinPath, relativeTo } from '../../shared/posix-path';
import { addBundlerInputs } from './bundler';
import { addCargoInputs } from './cargo';
import { addComposerInputs } from './composer';
import { addDartInputs } from './dart';
import { addDenoInputs } from './deno';
import { addDotnetInputs } from './dotnet';
import { addConfig, createDraft, type Draft, finishDraft, relativeFrom } from './draft';
import { addGoInputs } from './go';
import { addGradleInputs } from './gradle';
import { addCabalInputs, addStackInputs } from './haskell';
import type { FindInstallInputs, InstallCall } from './install-inputs';
import { addMavenInputs } from './maven';
import { addMixInputs } from './mix';
import { filesNamedIn } from './named-in-config';
import { addConanInputs, addVcpkgInputs } from './native';
import { addNodeInputs } from './node';
import { addPdmInputs, addPoetryInputs, addUvInputs } from './pyproject';
import { addCondaInputs, addPipenvInputs, addPipInputs } from './python';
import { addRenvInputs } from './renv';
import { addSbtInputs } from './sbt';
import { addSwiftInputs } from './swift';

type AddInputs = (draft: Draft, call: InstallCall) => void;

/** By the names of ecosystems; system package managers read nothing of the project. */
const finders: Readonly<Partial<Record<string, AddInputs>>> = {
  npm: addNodeInputs,
  yarn: addNodeInputs,
  pnpm: addNodeInputs,
  bun: addNodeInputs,
  pip: addPipInputs,
  uv: (draft, call) => (call.manifestArgs.length > 0 ? addPipInputs(draft, call) : addUvInputs(draft, call)),
  poetry: addPoetryInputs,
  pdm: addPdmInputs,
  pipenv: addPipenvInputs,
  conda: addCondaInputs,
  go: addGoInputs,
  cargo: addCargoInputs,
  maven: addMavenInputs,
  gradle: addGradleInputs,
  dotnet: addDotnetInputs,
  composer: addComposerInputs,
  bundler: addBundlerInputs,
  mix: addMixInputs,
  swift: addSwiftInputs,
  dart: addDartInputs,
  cabal: addCabalInputs,
  stack: addStackInputs,
  sbt: addSbtInputs,
  deno: addDenoInputs,
  renv: addRenvInputs,
  conan: addConanInputs,
  vcpkg: addVcpkgInputs,
};

/** Pure over the context; malformed files become refusals. Without manifests the project is none of that ecosystem. */
export const findInstallInputs: FindInstallInputs = (context, project, call) => {
  const draft = createDraft(context, joinPath(cleanPath(project), folderNamed(call)));
  if (Object.hasOwn(finders, call.ecosystem)) finders[call.ecosystem]?.(draft, call);
  addNamedFiles(draft);
  return finishDraft(draft);
};

/** What the text of manifests and configuration names: a certificate, imported properties, and what those name. */
function addNamedFiles(draft: Draft): void {
  const { context, project, configs, manifests, members } = draft;
  const known = new Set([...draft.pathDependencies.values()].map(({ path }) => path));
  const isKnown = (path: string) =>
    known.has(path) || [...configs.keys()].some((config) => relativeTo(config, path) !== undefined);
  const add = (path: string) => {
    for (const named of filesNamedIn(path, context)) {
      if (context.kind(named) === 'file' && !isKnown(named)) addConfig(draft, relativeFrom(project, named));
    }
  };
  for (const path of [...manifests, ...members]) add(path);
  // Those that are added meanwhile come as well.
  for (const path of configs.keys()) add(path);
}

/** `mvn -f backend/pom.xml` and `cargo --manifest-path x/Cargo.toml` name the project by its manifest. */
function folderNamed({ ecosystem, manifestArgs }: InstallCall): string {
  const path = manifestArgs[0];
  if (path === undefined || (ecosystem !== 'maven' && ecosystem !== 'cargo')) return '';
  return path.endsWith('.json') || !path.includes('/') ? '' : dirName(path);
}
