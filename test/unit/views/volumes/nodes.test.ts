import { deepEqual, equal, match } from 'node:assert/strict';
import type { VolumeSummary } from '../../../../src/engine/volumes';
import {
  childNodes,
  nodeTooltip,
  presentNode,
  type VolumeNode,
  volumeNodes,
} from '../../../../src/views/volumes/nodes';
import { container } from '../fake-engine';

const hex = 'ab'.repeat(32);
const volume = (name: string, more: Partial<VolumeSummary> = {}): VolumeSummary => ({
  name,
  anonymous: name === hex,
  driver: 'local',
  mountpoint: `/var/lib/docker/volumes/${name}/_data`,
  created: 1_700_000_000,
  labels: {},
  options: {},
  ...more,
});
const draw = (nodes: readonly VolumeNode[], indent = ''): string[] =>
  nodes.flatMap((node) => {
    const { label, description, icon } = presentNode(node);
    return [
      `${indent}${label} (${description}) ${icon?.color ?? ''}`.trimEnd(),
      ...draw(childNodes(node), `${indent}  `),
    ];
  });

describe('rows of volumes', () => {
  const containers = [
    container('web', { volumes: ['data', 'cache'] }),
    container('old', { volumes: ['cache', 'keep'], state: 'exited', exitCode: 0 }),
    container('db', { volumes: ['cache'] }),
  ];

  it('name who uses them, and gather those without a name', () => {
    const nodes = volumeNodes(
      [volume('keep'), volume(hex), volume('data'), volume('cache'), volume('nfs', { driver: 'nfs' })],
      containers,
    );
    deepEqual(draw(nodes), [
      'cache (used by db, web and 1 more) charts.green',
      '  db (alpine:3.20) charts.green',
      '  web (alpine:3.20) charts.green',
      '  old (exited (0) · alpine:3.20) disabledForeground',
      'data (used by web) charts.green',
      '  web (alpine:3.20) charts.green',
      'keep (used by old, stopped)',
      '  old (exited (0) · alpine:3.20) disabledForeground',
      'nfs (unused · nfs) disabledForeground',
      'Anonymous (1 volume, 1 unused)',
      '  abababababab (unused) disabledForeground',
    ]);
  });

  it('say the rest in their tooltips', () => {
    const [node] = volumeNodes(
      [volume('data', { options: { type: 'nfs' }, labels: { 'com.docker.compose.project': 'shop' } })],
      containers,
    );
    const text = node ? (nodeTooltip(node) ?? '') : '';
    match(text, /\| Used by \| web \\\(running\\\) \|/);
    match(text, /\| Project \| shop \|\n\| Options \| type=nfs \|\n\| Labels \| 1 \|/);
  });

  it('have other ids than the containers below them', () => {
    const nodes = volumeNodes([volume('data'), volume('cache')], containers);
    const ids = nodes.flatMap((node) => [node, ...childNodes(node)]).map((node) => presentNode(node).id);
    equal(new Set(ids).size, ids.length);
  });
});
