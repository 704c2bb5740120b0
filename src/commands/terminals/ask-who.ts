import type { Engine } from '../../engine/engine';
import type { PickItem } from '../../host/ui';
import type { Services } from '../services';

export interface Who {
  readonly user?: string;
  readonly workdir?: string;
}

/** Which user and which folder; empty where the container's own are meant, undefined when the person gave up. */
export async function askWho(
  { ui }: Pick<Services, 'ui'>,
  engine: Engine,
  { id, name }: { readonly id: string; readonly name: string },
): Promise<Who | undefined> {
  const title = `Open shell in ${name}`;
  const other = 'Another user…';
  const users: Promise<PickItem<string>[]> = readUsers(engine, id).then((known) => [
    { label: 'The user of the container', icon: 'account', value: '' },
    ...known.map((user) => ({ label: user.name, description: user.about, icon: 'person', value: user.name })),
    { label: other, icon: 'edit', value: other },
  ]);
  let user = await ui.pick(users, { title, placeholder: 'As which user?' });
  if (user === other) {
    user = await ui.input({
      title,
      prompt: 'User as in docker exec --user',
      placeholder: 'name, uid, name:group or uid:gid',
      validate: (text) =>
        /^[\w.-]+(?::[\w.-]+)?$/.test(text) ? undefined : 'Enter a name or number, with :group if needed.',
    });
  }
  if (user === undefined) return undefined;
  const workdir = await ui.input({
    title,
    prompt: 'Folder to start in. Leave empty for the working directory of the container.',
    placeholder: '/',
    validate: (text) => (text === '' || text.startsWith('/') ? undefined : 'Enter an absolute path.'),
  });
  if (workdir === undefined) return undefined;
  return { ...(user === '' ? {} : { user }), ...(workdir === '' ? {} : { workdir }) };
}

/** Those people work as come first: root, then accounts that are no service's. */
async function readUsers(engine: Engine, id: string): Promise<readonly { name: string; about: string }[]> {
  const { stdout } = await engine.containers
    .runForOutput(id, ['cat', '/etc/passwd'])
    .catch(() => ({ stdout: 'root:x:0:0:root:/root:/bin/sh' }));
  return stdout
    .split('\n')
    .map((line) => line.split(':'))
    .filter((fields) => fields.length >= 6 && /^[\w.-]+$/.test(fields[0] ?? ''))
    .map(([name = '', , uid = '', , , home = '']) => ({ name, about: `${uid} · ${home}`, rank: rank(Number(uid)) }))
    .sort((a, b) => a.rank - b.rank);
}

function rank(uid: number): number {
  if (uid === 0) return 0;
  return uid >= 1000 && uid < 65_000 ? 1 : 2;
}
