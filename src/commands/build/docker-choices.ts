import { resolve } from 'node:path';
import type { DockerCommandOptions } from '../../engine/build-options';
import { cacheBelow, outputBelow } from '../../engine/build-output';
import type { PickItem } from '../../host/ui';
import type { BuildChoices, Change } from './build-choices';

/** What only the docker command can do, in the menu of a build's options. */
export function dockerItems({ docker }: BuildChoices): readonly PickItem<Change>[] {
  const [description, next] = docker
    ? (['the docker command (buildx)', undefined] as const)
    : (['the engine itself', {}] as const);
  return [
    {
      label: 'Build with',
      description,
      icon: 'terminal',
      // Several platforms are nothing for the engine.
      value: async (_services, { platform, ...choices }) => ({
        ...choices,
        platform: platform?.includes(',') ? undefined : platform,
        docker: next,
      }),
    },
    ...(docker ? fields.map((field) => itemOf(field, docker)) : []),
  ];
}

/** With paths that begin at a folder: the docker command has no terminal here whose folder they could mean. */
export function dockerOptions(docker: DockerCommandOptions, folder: string): DockerCommandOptions {
  const join = (path: string) => resolve(folder, path);
  const { outputs, cacheFrom, cacheTo, ...rest } = docker;
  return {
    ...rest,
    ...(outputs && { outputs: outputs.map((text) => outputBelow(text, join)) }),
    ...(cacheFrom && { cacheFrom: cacheFrom.map((text) => cacheBelow(text, join)) }),
    ...(cacheTo && { cacheTo: cacheTo.map((text) => cacheBelow(text, join)) }),
  };
}

interface Field {
  readonly label: string;
  readonly placeholder: string;
  readonly empty: string;
  read(docker: DockerCommandOptions): string;
  write(text: string): DockerCommandOptions;
}

const fields: readonly Field[] = [
  {
    label: 'Builder of buildx',
    placeholder: 'Name, as "docker buildx ls" tells',
    empty: "the command's choice",
    read: ({ builder = '' }) => builder,
    write: (builder) => ({ builder }),
  },
  {
    label: 'Output',
    placeholder: 'type=local,dest=out',
    empty: "the builder's own",
    read: ({ outputs }) => outputs?.[0] ?? '',
    write: (text) => ({ outputs: text === '' ? [] : [text] }),
  },
  {
    label: 'Cache from',
    placeholder: 'type=registry,ref=registry.example/app:cache',
    empty: 'none',
    read: ({ cacheFrom }) => cacheFrom?.[0] ?? '',
    write: (text) => ({ cacheFrom: text === '' ? [] : [text] }),
  },
  {
    label: 'Cache to',
    placeholder: 'type=registry,ref=registry.example/app:cache',
    empty: 'none',
    read: ({ cacheTo }) => cacheTo?.[0] ?? '',
    write: (text) => ({ cacheTo: text === '' ? [] : [text] }),
  },
];

function itemOf({ label, placeholder, empty, read, write }: Field, docker: DockerCommandOptions): PickItem<Change> {
  const value = read(docker);
  return {
    label,
    description: value === '' ? empty : value,
    icon: 'terminal',
    value: async ({ ui }, choices) => {
      const text = await ui.input({ title: `Build image: ${label.toLowerCase()}`, placeholder, value });
      if (text === undefined) return undefined;
      const { builder, ...rest } = { ...docker, ...write(text.trim()) };
      return { ...choices, docker: builder ? { ...rest, builder } : rest };
    },
  };
}
