import { deepEqual, equal, match } from 'node:assert/strict';
import { createMemoryContext } from '../../../src/context/memory-context';
import { defaultConfig, mergeConfig } from '../../../src/lint/config/config';
import { collectRewrite } from '../../../src/optimise/collect-rewrite';
import { shell } from '../support/shell';

const npm = { 'package.json': '{"name":"web"}', 'package-lock.json': '{"packages":{}}', 'server.js': '' };

describe('a rewrite', () => {
  const rewrite = (text: string, files: Readonly<Record<string, string>>, more: object = {}) =>
    collectRewrite(text, { shell: shell(), config: defaultConfig, context: createMemoryContext(files), ...more });

  it('takes the fixes of all rules for cache and size together, and no others', () => {
    const { text, applied, refused } = rewrite(
      `from node:22
WORKDIR /app
# the source
COPY . .
RUN apt-get update && apt-get install -y --no-install-recommends git
RUN npm ci && npm run build
CMD node server.js
`,
      npm,
    );
    equal(
      text,
      `from node:22
WORKDIR /app
COPY package.json package-lock.json ./
RUN apt-get update && apt-get install -y --no-install-recommends git && rm -rf /var/lib/apt/lists/*
RUN npm ci && npm cache clean --force
# the source
COPY . .
RUN npm run build
CMD node server.js
`,
    );
    deepEqual([...new Set(applied.map(({ rule }) => rule))].sort(), [
      'copy-source-before-install',
      'download-cache-left-in-layer',
      'package-index-left-in-layer',
    ]);
    deepEqual(refused, []);
  });

  it('takes one install of a RUN after the other, each with what it reads', () => {
    const project = (name: string) => Object.entries(npm).map(([path, text]) => [`${name}/${path}`, text]);
    const files = Object.fromEntries([...project('web'), ...project('api')]);
    const { text } = rewrite(
      'FROM node:22\nWORKDIR /app\nCOPY . .\nRUN cd web && npm ci && cd ../api && npm ci\nCMD ["node", "api/server.js"]\n',
      files,
    );
    equal(
      text,
      `FROM node:22
WORKDIR /app
COPY web/package.json web/package-lock.json web/
RUN cd web && npm ci && npm cache clean --force
COPY api/package.json api/package-lock.json api/
RUN cd web && cd ../api && npm ci && npm cache clean --force
COPY . .
CMD ["node", "api/server.js"]
`,
    );
  });

  it('says why what stays stays', () => {
    const text = 'FROM node:22\nWORKDIR /app\nCOPY . .\nRUN npm ci --cache /tmp/c && rm -r /tmp/c\n';
    const scripts = '{"name":"web","scripts":{"prepare":"make generate"}}';
    const result = rewrite(text, { ...npm, 'package.json': scripts });
    equal(result.text, text);
    deepEqual(result.applied, []);
    const [refusal] = result.refused;
    equal(refusal?.rule, 'copy-source-before-install');
    equal(refusal?.line, 3);
    match(refusal?.message ?? '', /There is no automatic fix, because .*prepare/);
  });

  it('leaves what may change the image to the person, and takes it when asked', () => {
    const text = 'FROM node:22\nWORKDIR /app\nCOPY . .\nCMD ["node", "server.js"]\n';
    const files = { 'server.js': '', '.git/HEAD': '' };
    const safe = rewrite(text, files);
    deepEqual([safe.text, safe.files], [text, []]);
    deepEqual(
      safe.refused.map(({ rule, fix }) => [rule, fix]),
      [['wide-copy-without-dockerignore', 'Create .dockerignore']],
    );
    const all = rewrite(text, files, { include: 'all' });
    deepEqual(all.files, [{ path: '.dockerignore', append: '.git\n' }]);
    // With the file there is nothing left to say.
    deepEqual(all.refused, []);
  });

  it('adds a line that several fixes want once', () => {
    const { text, files } = rewrite(
      'FROM node:22\nWORKDIR /app\nCOPY . .\nRUN npm ci --cache /tmp/c\n',
      { ...npm, 'node_modules/a/index.js': '', '.git/HEAD': '' },
      { include: 'all' },
    );
    equal(text.indexOf('RUN npm ci') < text.indexOf('COPY . .'), true);
    deepEqual(
      files.map(({ path, append }) => [path, ...append.trim().split('\n').sort()]),
      [['.dockerignore', '.git', 'node_modules']],
    );
  });

  it('keeps to what the team has configured', () => {
    const text = 'FROM node:22\nWORKDIR /app\nCOPY . .\n# layerwright ignore=copy-source-before-install\nRUN npm ci\n';
    const config = mergeConfig({ severities: { 'download-cache-left-in-layer': 'off' } });
    equal(rewrite(text, npm, { config }).text, text);
  });
});
