import { deepEqual, match } from 'node:assert/strict';
import type { NetworkSummary } from '../../../../src/engine/networks';
import {
  childNodes,
  type NetworkNode,
  networkNodes,
  nodeTooltip,
  presentNode,
} from '../../../../src/views/networks/nodes';
import { container } from '../fake-engine';

const network = (name: string, more: Partial<NetworkSummary> = {}): NetworkSummary => ({
  id: `id-${name}`,
  name,
  driver: 'bridge',
  scope: 'local',
  internal: false,
  attachable: false,
  ipv6: false,
  subnets: [{ subnet: '172.20.0.0/16', gateway: '172.20.0.1' }],
  created: 1_700_000_000,
  labels: {},
  options: {},
  predefined: false,
  ...more,
});

describe('rows of networks', () => {
  const containers = [
    container('web', { networks: ['front', 'back'], addresses: { front: '172.20.0.2' } }),
    container('db', { networks: ['back'], state: 'exited', exitCode: 0 }),
  ];
  const draw = (nodes: readonly NetworkNode[], indent = ''): string[] =>
    nodes.flatMap((node) => {
      const { label, description } = presentNode(node);
      return [`${indent}${label} (${description})`, ...draw(childNodes(node), `${indent}  `)];
    });

  it('show those somebody made first, with their containers and addresses', () => {
    const nodes = networkNodes(
      [
        network('host', { driver: 'host', predefined: true, subnets: [] }),
        network('none', { driver: 'null', predefined: true, subnets: [] }),
        network('back', { internal: true, driver: 'macvlan' }),
        network('front'),
        network('alone', { subnets: [] }),
      ],
      containers,
    );
    deepEqual(draw(nodes), [
      'alone (unused)',
      'back (2 containers · 172.20.0.0/16 · macvlan · internal)',
      '  web (alpine:3.20)',
      '  db (exited (0) · alpine:3.20)',
      'front (1 container · 172.20.0.0/16)',
      '  web (172.20.0.2 · alpine:3.20)',
      'host ()',
      'none ()',
    ]);
  });

  it('say the rest in their tooltips', () => {
    const [node] = networkNodes([network('front', { internal: true, attachable: true })], containers);
    const text = node ? (nodeTooltip(node) ?? '') : '';
    match(text, /\| Containers \| web \\\(running\\\) \|/);
    match(text, /\| Kind \| internal, no way out, attachable \|/);
  });
});
