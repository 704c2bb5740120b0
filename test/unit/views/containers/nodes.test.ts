import { deepEqual, equal, match } from 'node:assert/strict';
import type { ContainerSummary, PublishedPort } from '../../../../src/engine/engine';
import { groupContainers } from '../../../../src/views/containers/group-containers';
import { type ContainerNode, childNodes, nodeTooltip, presentNode } from '../../../../src/views/containers/nodes';
import { container } from '../fake-engine';

describe('rows of containers', () => {
  const one = (more: Partial<ContainerSummary>) =>
    presentNode({ kind: 'container', project: undefined, container: container('web', more) });
  const port = (hostPort: number | undefined, more: Partial<PublishedPort> = {}): PublishedPort => ({
    containerPort: 80,
    protocol: 'tcp',
    hostIp: '0.0.0.0',
    hostPort,
    ...more,
  });

  it('group compose projects, with what runs first', () => {
    const draw = (nodes: readonly ContainerNode[], indent = ''): string[] =>
      nodes.flatMap((node) => {
        const { label, description } = presentNode(node);
        return [`${indent}${label} (${description})`, ...draw(childNodes(node), `${indent}  `)];
      });
    const project = (name: string) => ({ labels: { 'com.docker.compose.project': name } });
    const containers = [
      container('b10'),
      container('b9'),
      container('a', { state: 'exited', exitCode: 1 }),
      container('shop-web-1', { ...project('shop'), state: 'exited', exitCode: 0 }),
      container('shop-db-1', project('shop')),
      container('blog-1', { ...project('blog'), state: 'created' }),
    ];
    deepEqual(draw(groupContainers(containers)), [
      'blog (0 of 1 running)',
      '  blog-1 (created · alpine:3.20)',
      'shop (1 of 2 running)',
      '  shop-db-1 (alpine:3.20)',
      '  shop-web-1 (exited (0) · alpine:3.20)',
      'b9 (alpine:3.20)',
      'b10 (alpine:3.20)',
      'a (exited (1) · alpine:3.20)',
    ]);
  });

  it('tell states apart by shape, colour and word, and none by its id', () => {
    const states: Partial<ContainerSummary>[] = [
      { state: 'running' },
      { state: 'running', health: 'healthy' },
      { state: 'running', health: 'unhealthy' },
      { state: 'running', health: 'starting' },
      { state: 'paused' },
      { state: 'restarting' },
      { state: 'exited', exitCode: 0 },
      { state: 'exited', exitCode: 137 },
      { state: 'created' },
      { state: 'removing' },
      { state: 'dead' },
    ];
    const shown = states.map((state) => {
      const { icon, description, contextValue, id } = one(state);
      equal(id, 'id-web');
      return `${icon?.id} ${icon?.color} | ${description?.replace(/(?: · )?alpine:3\.20$/, '')} | ${contextValue}`;
    });
    deepEqual(shown, [
      'vm-running charts.green |  | runningContainer',
      'pass-filled charts.green | healthy | runningContainer',
      'warning charts.red | unhealthy | runningContainer',
      'vm-running charts.yellow | health check starting | runningContainer',
      'debug-pause charts.blue | paused | pausedContainer',
      'debug-restart charts.yellow | restarting | runningContainer',
      'vm-outline disabledForeground | exited (0) | stoppedContainer',
      'error errorForeground | exited (137) | stoppedContainer',
      'circle-large-outline disabledForeground | created | stoppedContainer',
      'trash disabledForeground | removing | stoppedContainer',
      'circle-slash errorForeground | dead | stoppedContainer',
    ]);
  });

  it('show published ports once, with the address where it is not all of them', () => {
    const ports = [
      port(8080),
      port(8080, { hostIp: '::' }),
      port(9000, { hostIp: '127.0.0.1', containerPort: 9000 }),
      port(undefined, { containerPort: 443 }),
      port(53, { protocol: 'udp', containerPort: 53 }),
    ];
    equal(one({ ports }).description, '8080→80, 127.0.0.1:9000→9000, 53→53/udp · alpine:3.20');
    const many = [1, 2, 3, 4, 5].map((hostPort) => port(hostPort));
    equal(one({ ports: many }).description, '1→80, 2→80, 3→80 +2 · alpine:3.20');
    equal(one({ ports }).accessibilityLabel.includes('8080 to 80'), true);
  });

  it('name an image that lost its name by its id', () => {
    equal(one({ image: `sha256:${'ab'.repeat(32)}` }).description, 'abababababab');
  });

  it('explain themselves in a table', () => {
    const labels = { 'com.docker.compose.project': 'shop', 'com.docker.compose.service': 'web' };
    const [group] = groupContainers([container('shop-web-1', { labels, command: 'sh -c "a | b"' })]);
    const text = nodeTooltip(childNodes(group as ContainerNode)[0] as ContainerNode) ?? '';
    match(text, /^\*\*shop\\-web\\-1\*\*/);
    match(text, /\| Command \| sh \\-c "a &#124; b" \|/);
    match(text, /\| Project \| shop, service web \|/);
  });
});
