import type { TestEngine } from '../../support/engine';

const sleeper = ['sh', '-c', 'trap "exit 0" TERM; sleep 3600 & wait'];
const probe = { Interval: 300_000_000, Timeout: 5_000_000_000, Retries: 1 };

/** Containers in every state, images in use and dangling: what the views have to tell apart. Needs the busybox bases. */
export async function fillEngine(engine: TestEngine, port: number): Promise<void> {
  const ids = {
    web: await create('web', { PortBindings: { '80/tcp': [{ HostIp: '127.0.0.1', HostPort: String(port) }] } }),
    healthy: await create('api', {}, { Healthcheck: { Test: ['CMD', 'true'], ...probe } }),
    unhealthy: await create('worker', {}, { Healthcheck: { Test: ['CMD', 'false'], ...probe } }),
    paused: await create('cache'),
    done: await create('migrate', {}, { Cmd: ['true'] }),
    failed: await create('import', {}, { Cmd: ['false'] }),
    shopWeb: await create('shop-web-1', {}, { Labels: composeLabels('web') }),
    shopDb: await create('shop-db-1', {}, { Labels: composeLabels('db') }),
  };
  await create('draft');
  for (const [name, id] of Object.entries(ids))
    if (name !== 'shopDb') await engine.call(`/containers/${id}/start`, { method: 'POST' });
  await engine.call(`/containers/${ids.paused}/pause`, { method: 'POST' });
  for (const id of [ids.done, ids.failed]) await engine.call(`/containers/${id}/wait`, { method: 'POST' });
  await engine.call(`/commit?container=${ids.web}`, { method: 'POST' });
  const repository = encodeURIComponent('registry.example/team/service-with-a-long-name');
  await engine.call(`/images/alpine:3.20/tag?repo=${repository}&tag=2026.11`, { method: 'POST' });

  async function create(name: string, host: object = {}, more: object = {}): Promise<string> {
    const body = {
      Image: 'alpine:3.20',
      Cmd: sleeper,
      ExposedPorts: { '80/tcp': {} },
      HostConfig: host,
      ...more,
    };
    return (await engine.call<{ Id: string }>(`/containers/create?name=${name}`, { method: 'POST', body })).Id;
  }
}

function composeLabels(service: string): Readonly<Record<string, string>> {
  return { 'com.docker.compose.project': 'shop', 'com.docker.compose.service': service };
}
