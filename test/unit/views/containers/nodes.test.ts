import { deepEqual, equal, match } from 'node:assert/strict';
import type { ContainerSummary, PublishedPort } from '../../../../src/engine/engine';
import {
  type ContainerNode,
  childNodes,
  members,
  nodeId,
  nodeTooltip,
  presentNode,
} from '../../../../src/views/containers/nodes';
import { containerRoots } from '../arranged';
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
    deepEqual(draw(containerRoots(containers)), [
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

  it('group by network, image or state, or not at all, and one of two networks twice', () => {
    const containers = [
      container('web', { networks: ['front', 'back'] }),
      container('db', { networks: ['back'], image: 'postgres:17' }),
      container('job', { networks: [], state: 'exited', exitCode: 1, created: 1_800_000_000 }),
    ];
    const rows = (choice: Parameters<typeof containerRoots>[1]) =>
      containerRoots(containers, choice).map((node) =>
        [
          presentNode(node).label,
          members(node)
            .map((member) => presentNode(member).label)
            .join(' '),
        ].join(': '),
      );
    deepEqual(rows({ group: 'network' }), ['back: db web', 'front: web', 'job: ']);
    deepEqual(rows({ group: 'image' }), ['alpine:3.20: web job', 'postgres:17: db']);
    deepEqual(rows({ group: 'state' }), ['running: db web', 'exited: job']);
    deepEqual(rows({ group: 'none' }), ['db: ', 'web: ', 'job: ']);
    deepEqual(rows({ group: 'none', sort: 'name' }), ['db: ', 'job: ', 'web: ']);
    deepEqual(rows({ group: 'none', sort: 'age' }), ['job: ', 'db: ', 'web: ']);
    const all = containerRoots(containers, { group: 'network' }).flatMap((node) => [node, ...members(node)]);
    equal(new Set(all.map(nodeId)).size, all.length);
  });

  it('can be filtered by what their rows and labels say', () => {
    const labels = { 'com.docker.compose.project': 'shop', 'com.docker.compose.service': 'cart' };
    const containers = [
      container('a', { labels, ports: [port(8080)] }),
      container('b', { state: 'exited', exitCode: 3, image: 'postgres:17' }),
    ];
    const names = (filter: string) =>
      containerRoots(containers, { filter, group: 'none' }).map((node) => presentNode(node).label);
    deepEqual(
      ['cart', 'SHOP 8080', 'exited', 'postgres', 'running', 'nothing'].map((filter) => names(filter).join(' ')),
      ['a', 'a', 'b', 'b', 'a', ''],
    );
  });

  it('have their published ports below them', () => {
    const ports = [port(8080), port(8080, { hostIp: '::' }), port(53, { protocol: 'udp' }), port(undefined)];
    const [node] = containerRoots([container('web', { ports })]) as [ContainerNode];
    equal(presentNode(node).expandable, 'collapsed');
    deepEqual(
      childNodes(node).map((child) => {
        const { label, description, contextValue, command, accessibilityLabel } = presentNode(child);
        return [label, description, contextValue, command, accessibilityLabel].join(' | ');
      }),
      [
        '8080→80 | open in browser | containerPort | layerwright.openContainerInBrowser | Port 8080 of web, 80 in it, open in browser',
        '53→80/udp | udp |  |  | Port 53 of web, 80 in it, udp',
      ],
    );
    equal(presentNode({ kind: 'container', project: undefined, container: container('db') }).expandable, 'no');
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
    const [group] = containerRoots([container('shop-web-1', { labels, command: 'sh -c "a | b"' })]);
    const text = nodeTooltip(childNodes(group as ContainerNode)[0] as ContainerNode) ?? '';
    match(text, /^\*\*shop\\-web\\-1\*\*/);
    match(text, /\| Command \| sh \\-c "a &#124; b" \|/);
    match(text, /\| Project \| shop, service web \|/);
  });
});
