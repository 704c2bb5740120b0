import assert from 'node:assert/strict';
import { parseDockerfile } from '../../../../src/dockerfile/parse';
import { knownInstalls, projectInstalls } from '../../../../src/lint/inputs/project-installs';
import { createLintFile } from '../../../../src/lint/lint-file';
import { memoryContext } from '../../support/memory-context';
import { shell } from '../../support/shell';

const files = {
  'package.json': '{}',
  'package-lock.json': '{}',
  '.npmrc': '',
  'src/index.js': '',
  'patches/a.patch': '',
  'web/package.json': '{}',
  'web/yarn.lock': '',
  'dist.tar.gz': '',
};

/** What the last install of a Dockerfile finds at a path; instructions are put in front of `RUN npm ci`. */
function at(path: string, instructions: string, context: Readonly<Record<string, string>> | undefined = files): string {
  const text = `FROM node:22\nWORKDIR /app\n${instructions}\n${/^RUN .*npm ci/m.test(instructions) ? '' : 'RUN npm ci\n'}`;
  const file = createLintFile(parseDockerfile(text), { shell: shell(), context: context && memoryContext(context) });
  const install = [...projectInstalls(file)].at(-1);
  assert.ok(install, text);
  const presence = install.files.at(path);
  const origin = install.files.origin(path)?.contextPath;
  return origin === undefined ? presence : `${presence} from ${origin}`;
}

const lock = '/app/package-lock.json';

describe('files in front of an install', () => {
  it('follow copies of files, folders and globs', () => {
    assert.equal(at(lock, 'COPY package.json ./'), 'absent');
    assert.equal(at(lock, 'COPY package.json package-lock.json ./'), 'present from package-lock.json');
    assert.equal(at(lock, 'COPY ["package.json", "package-lock.json", "/app/"]'), 'present from package-lock.json');
    assert.equal(at(lock, 'COPY package*.json ./'), 'present from package-lock.json');
    assert.equal(at(lock, 'COPY . .'), 'present from package-lock.json');
    assert.equal(at(lock, 'COPY . /app'), 'present from package-lock.json');
    assert.equal(at(lock, 'COPY . /srv'), 'absent');
    assert.equal(at('/app/yarn.lock', 'COPY web .'), 'present from web/yarn.lock');
    assert.equal(at('/app/web/yarn.lock', 'COPY web web'), 'present from web/yarn.lock');
    assert.equal(at('/app/patches', 'COPY patches patches/'), 'present from patches');
    assert.equal(at('/app/patches', 'COPY patches ./'), 'absent');
    assert.equal(at('/app/patches', 'COPY patches/*.patch patches/'), 'present');
  });

  it('know files with and without a new name', () => {
    assert.equal(at(lock, 'COPY package-lock.json /app'), 'present from package-lock.json');
    assert.equal(at(lock, 'COPY package-lock.json /app/package-lock.json'), 'present from package-lock.json');
    assert.equal(at(lock, 'COPY package-lock.json /app/lock.json'), 'absent');
  });

  it('keep what --parents keeps', () => {
    assert.equal(at('/app/web/yarn.lock', 'COPY --parents web/yarn.lock ./'), 'present from web/yarn.lock');
    assert.equal(at('/app/web/package.json', 'COPY --parents **/package.json ./'), 'present from web/package.json');
    assert.equal(at('/app/yarn.lock', 'COPY --parents web/./yarn.lock ./'), 'present from web/yarn.lock');
    assert.equal(at('/app/src/index.js', 'COPY --exclude=*.js . .'), 'unknown');
  });

  it('leave out what the ignore file keeps away', () => {
    assert.equal(at(lock, 'COPY . .', { ...files, '.dockerignore': 'package-lock.json\n' }), 'absent');
  });

  it('see mounts of the RUN itself', () => {
    assert.equal(
      at(lock, `RUN --mount=type=bind,source=package-lock.json,target=package-lock.json npm ci`),
      'present from package-lock.json',
    );
    assert.equal(at(lock, `RUN --mount=type=bind,target=. npm ci`), 'present from package-lock.json');
    assert.equal(at(lock, `RUN --mount=type=bind,from=other,target=. npm ci`), 'unknown');
    assert.equal(at('/app/.npmrc', `RUN --mount=type=secret,id=npmrc,target=/root/.npmrc npm ci`), 'present');
    assert.equal(at(lock, `RUN --mount=type=cache,target=/root/.npm npm ci`), 'absent');
  });

  it('do not guess what other steps make', () => {
    assert.equal(at(lock, 'ADD dist.tar.gz ./'), 'unknown');
    assert.equal(at(lock, 'COPY --from=alpine /x ./'), 'unknown');
    assert.equal(at(lock, 'COPY --from=alpine /x/package-lock.json ./'), 'present');
    assert.equal(at(lock, 'COPY generated ./'), 'unknown');
    assert.equal(at(lock, 'COPY $FOLDER ./'), 'unknown');
    assert.equal(at(lock, 'COPY package.json ./\nRUN npm install'), 'unknown');
    assert.equal(at(lock, 'RUN npm install -g pnpm'), 'absent');
    assert.equal(at(lock, 'RUN apt-get update && apt-get install -y git'), 'absent');
    assert.equal(at(lock, 'RUN git clone https://h/r .'), 'unknown');
    assert.equal(at(lock, 'RUN git clone https://h/r /opt/r'), 'absent');
    assert.equal(at(lock, 'RUN echo {} > package-lock.json'), 'unknown');
    assert.equal(at(lock, 'RUN cp -r /tmp/x /app'), 'unknown');
    assert.equal(at(lock, 'RUN ./prepare.sh'), 'unknown');
    assert.equal(at(lock, 'COPY <<EOF package-lock.json\n{}\nEOF'), 'present');
    assert.equal(
      at(lock, 'COPY package-lock.json ./\nRUN sed -i s/a/b/ package-lock.json'),
      'present from package-lock.json',
    );
  });

  it('follow stages', () => {
    const stage = (copy: string) => `FROM scratch AS m\n${copy}\nFROM node:22\nWORKDIR /app\nCOPY --from=m /m/ ./`;
    assert.equal(at(lock, stage('COPY package*.json /m/')), 'present from package-lock.json');
    assert.equal(at(lock, stage('COPY package.json /m/')), 'unknown');
    assert.equal(
      at(lock, 'COPY package*.json ./\nFROM 0\nRUN npm ci'.replace('FROM 0', 'FROM node AS n\nWORKDIR /app')),
      'absent',
    );
  });

  it('say little without a context', () => {
    const blind = (instructions: string) => {
      const text = `FROM node:22\nWORKDIR /app\n${instructions}\nRUN npm ci\n`;
      const file = createLintFile(parseDockerfile(text), { shell: shell() });
      return [...projectInstalls(file)][0]?.files.at(lock);
    };
    assert.equal(blind('COPY package.json ./'), 'absent');
    assert.equal(blind('COPY package.json package-lock.json ./'), 'present');
    assert.equal(blind('COPY package*.json ./'), 'unknown');
    assert.equal(blind('COPY app ./'), 'unknown');
    assert.equal(blind('COPY .npmrc index.js /app/'), 'absent');
  });
});

describe('projects of installs', () => {
  const projects = (text: string, context: Readonly<Record<string, string>> = files) => {
    const file = createLintFile(parseDockerfile(text), { shell: shell(), context: memoryContext(context) });
    return [...knownInstalls(file)].map(({ inputs, directory }) => `${inputs.project || '.'} in ${directory}`);
  };

  it('are found through copies', () => {
    assert.deepEqual(projects('FROM node\nWORKDIR /a\nCOPY web/package.json ./\nRUN yarn\n'), ['web in /a']);
    assert.deepEqual(projects('FROM node\nWORKDIR /a\nCOPY . .\nRUN cd web && yarn\n'), ['web in /a/web']);
    assert.deepEqual(
      projects('FROM node\nWORKDIR /a\nRUN --mount=type=bind,source=package.json,target=package.json npm ci\n'),
      ['. in /a'],
    );
    assert.deepEqual(projects('FROM node\nCOPY package.json /a/\nRUN npm ci --prefix /a\n'), ['. in /a']);
    assert.deepEqual(projects('FROM node\nCOPY package.json .\nRUN npm ci\n').length, 1);
    assert.deepEqual(projects('FROM node\nWORKDIR /a\nRUN npm ci\n'), []);
  });

  it('are found through manifests named in the command', () => {
    const context = { 'deps/requirements.txt': 'a\n', 'src/Api/Api.csproj': '<Project/>' };
    assert.deepEqual(
      projects('FROM python\nCOPY deps/requirements.txt /tmp/\nRUN pip install -r /tmp/requirements.txt\n', context),
      ['deps in /tmp'],
    );
    assert.deepEqual(
      projects('FROM python\nCOPY deps/requirements.txt /tmp/r.txt\nRUN pip install -r /tmp/r.txt\n', context),
      [],
    );
    assert.deepEqual(
      projects(
        'FROM sdk\nWORKDIR /s\nCOPY src/Api/Api.csproj src/Api/\nRUN dotnet restore src/Api/Api.csproj\n',
        context,
      ),
      ['src/Api in /s/src/Api'],
    );
  });

  it('are reported once, in the stage they are written in', () => {
    assert.deepEqual(
      projects('FROM node AS a\nWORKDIR /a\nCOPY package.json ./\nRUN npm ci && npm ci\nFROM a\nRUN echo\n'),
      ['. in /a'],
    );
  });
});
