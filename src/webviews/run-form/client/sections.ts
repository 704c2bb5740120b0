import { type FlagKey, flagKeys } from '../../../docker-run/flags';
import { element } from '../../client';
import type { FromRunForm, RunFormModel } from '../protocol';
import { type EnvField, envField } from './env-field';
import type { Field } from './field';
import { type ListField, listField } from './list-field';
import { otherField } from './other-field';
import { commandField, imageField, switchField, type TextField, textField } from './text-field';

export interface Sections {
  readonly fields: readonly Field[];
  readonly nodes: readonly Node[];
  readonly image: TextField;
  readonly name: TextField;
  readonly ports: ListField;
  readonly binds: ListField;
  readonly envFiles: ListField;
  readonly env: EnvField;
  readonly command: TextField;
  readonly entrypoint: TextField;
  readonly user: TextField;
  readonly workdir: TextField;
  readonly platform: TextField;
  /** Opens the part with less common options when one of them is set. */
  openWhereSet(options: Readonly<Record<string, unknown>>): void;
}

const placed: ReadonlySet<FlagKey> = new Set([
  ...(['detach', 'openStdin', 'tty', 'autoRemove', 'name', 'platform', 'restart', 'ports', 'publishAll'] as const),
  ...(['env', 'envFiles', 'binds', 'networks', 'hostname', 'extraHosts', 'user', 'workdir', 'entrypoint'] as const),
  ...(['memory', 'cpus', 'labels'] as const),
]);

/** The parts of the form: what is asked for most stands first, the rest is folded until it says something. */
export function createSections(model: RunFormModel, say: (message: FromRunForm) => void): Sections {
  const image = imageField((reference) => say({ kind: 'image', reference }));
  const name = textField('name', 'Name', { placeholder: 'chosen by the engine' });
  const ports = listField('ports', { title: 'Ports', one: 'Port', hint: 'host:container', placeholder: '8080:80' });
  const binds = listField('binds', {
    title: 'Volumes',
    one: 'Volume',
    hint: 'volume or folder:path',
    placeholder: 'data:/var/lib/data',
    choices: model.volumes.map((volume) => `${volume}:/`),
    action: browse('Choose a folder', () => say({ kind: 'browse', key: 'binds' })),
  });
  const env = envField(model);
  const envFiles = listField('envFiles', {
    title: 'Files of variables',
    one: 'File',
    placeholder: '.env',
    action: browse('Choose a file', () => say({ kind: 'browse', key: 'envFiles' })),
  });
  const command = commandField();
  const modes = [
    switchField('detach', 'In the background', '-d'),
    switchField('openStdin', 'Keep input open', '-i'),
    switchField('tty', 'Terminal', '-t'),
    switchField('autoRemove', 'Remove when it ends', '--rm'),
    switchField('publishAll', 'Publish all exposed ports', '-P'),
  ];
  const entrypoint = textField('entrypoint', 'Entrypoint', { mono: true, hint: 'one program' });
  const user = textField('user', 'User', { mono: true });
  const workdir = textField('workdir', 'Working directory', { mono: true });
  const platform = textField('platform', 'Platform', { mono: true });
  const hostname = textField('hostname', 'Host name', { mono: true });
  const restart = textField('restart', 'Restart', {
    placeholder: 'no',
    choices: ['no', 'always', 'unless-stopped', 'on-failure', 'on-failure:3'],
  });
  const memory = textField('memory', 'Memory', { placeholder: 'no limit, or 512m' });
  const cpus = textField('cpus', 'Processors', { placeholder: 'no limit, or 1.5' });
  const networks = listField('networks', {
    title: 'Networks',
    one: 'Network',
    placeholder: 'bridge',
    choices: model.networks,
  });
  const extraHosts = listField('extraHosts', {
    title: 'Extra hosts',
    one: 'Host',
    hint: 'name:address',
    placeholder: 'host.docker.internal:host-gateway',
    choices: ['host.docker.internal:host-gateway'],
  });
  const labels = listField('labels', { title: 'Labels', one: 'Label', placeholder: 'com.example.team=web' });
  const other = otherField(placed);
  const process: readonly Field[] = [entrypoint, user, workdir, platform];
  const limits: readonly Field[] = [restart, memory, cpus, hostname];
  const net: readonly Field[] = [networks, extraHosts, labels, other];

  const more = element(
    'details',
    { class: 'more' },
    element('summary', {}, 'More: user, entrypoint, limits, networks, labels and every other option'),
    grid(process),
    grid(limits),
    grid(net),
  );
  const nodes = [
    grid([image, name]),
    element('div', { class: 'switches', role: 'group', 'aria-label': 'How it runs' }, ...modes.map(({ node }) => node)),
    grid([ports, binds]),
    env.node,
    grid([envFiles, command]),
    more,
  ];
  const folded = [...process, ...limits, ...net];
  return {
    ...{ nodes, image, name, ports, binds, envFiles, env, command, entrypoint, user, workdir, platform },
    fields: [image, name, ...modes, ports, binds, env, envFiles, command, ...folded],
    openWhereSet(options) {
      const rare = flagKeys.filter((key) => !common.has(key));
      if (rare.some((key) => options[key] !== undefined)) more.open = true;
    },
  };
}

const common: ReadonlySet<FlagKey> = new Set([
  ...(['detach', 'openStdin', 'tty', 'autoRemove', 'publishAll', 'name', 'ports', 'binds', 'env', 'envFiles'] as const),
]);

function grid(fields: readonly Field[]): HTMLElement {
  return element('div', { class: 'grid' }, ...fields.map(({ node }) => node));
}

function browse(label: string, onclick: () => void): HTMLElement {
  return element('button', { class: 'link', type: 'button', onclick }, `${label}…`);
}
