import { apk } from './apk';
import { apt } from './apt';
import { bun } from './bun';
import { bundler } from './bundler';
import { cabal } from './cabal';
import { cargo } from './cargo';
import { composer } from './composer';
import { conan } from './conan';
import { conda } from './conda';
import { dart } from './dart';
import { deno } from './deno';
import { dnf } from './dnf';
import { dotnet } from './dotnet';
import type { Ecosystem, EcosystemId } from './ecosystem';
import { go } from './go';
import { gradle } from './gradle';
import { maven } from './maven';
import { mix } from './mix';
import { npm } from './npm';
import { pacman } from './pacman';
import { pdm } from './pdm';
import { pip } from './pip';
import { pipenv } from './pipenv';
import { pnpm } from './pnpm';
import { poetry } from './poetry';
import { renv } from './renv';
import { sbt } from './sbt';
import { stack } from './stack';
import { swift } from './swift';
import { uv } from './uv';
import { vcpkg } from './vcpkg';
import { yarn } from './yarn';
import { zypper } from './zypper';

/** Every package manager the cache rules know; those of projects first. */
export const ecosystems: readonly Ecosystem[] = [
  npm,
  yarn,
  pnpm,
  bun,
  pip,
  uv,
  poetry,
  pdm,
  pipenv,
  conda,
  go,
  cargo,
  maven,
  gradle,
  dotnet,
  composer,
  bundler,
  mix,
  swift,
  dart,
  cabal,
  stack,
  sbt,
  deno,
  renv,
  conan,
  vcpkg,
  apt,
  apk,
  dnf,
  zypper,
  pacman,
];

const byId: ReadonlyMap<string, Ecosystem> = new Map(ecosystems.map((ecosystem) => [ecosystem.id, ecosystem]));

export function ecosystemOf(id: EcosystemId): Ecosystem {
  return byId.get(id) as Ecosystem;
}
