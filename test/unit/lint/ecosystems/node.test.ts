import { checkRecognised } from './support';

describe('commands of npm, Yarn, pnpm and Bun', () => {
  it('npm', () =>
    checkRecognised({
      'npm ci': 'npm install frozen',
      'npm install': 'npm install',
      'npm i --production': 'npm install [npm i]',
      'npm clean-install --omit=dev': 'npm install frozen [npm clean-install]',
      'npm --prefix app ci': 'npm install frozen in=app',
      'npm ci --prefix=app': 'npm install frozen [npm ci] in=app',
      'npm ci -w web --registry https://r': 'npm install frozen [npm ci]',
      'npm install $NPM_FLAGS': 'npm install [npm install]',
      'npm ci --offline': 'npm finish frozen offline [npm ci]',
      'npm rebuild': 'npm finish',
      'npm prune --omit=dev': 'npm finish [npm prune]',
      'npm run build': 'npm project',
      'npm run postinstall': 'npm finish',
      'npm run --if-present prepare': 'npm finish',
      'npm test -- --ci': 'npm project [npm test]',
      'npm i -g typescript@5': 'npm tools [npm i] packages=typescript@5',
      'npm install --location=global yarn': 'npm tools [npm install] packages=yarn',
      'npm install express': 'npm tools [npm install] packages=express',
      'npm install ./lib file:../x a.tgz b': 'npm tools [npm install] packages=b local=./lib,file:../x,a.tgz',
      'npm install --package-lock-only': '-',
      'npm install .': 'npm install [npm install]',
      'npm config set registry https://r': '-',
      'npm cache clean --force': '-',
      'npm --version': '-',
      'npm run': '-',
      'npm exec -- webpack': 'npm project',
      'corepack npm ci': 'npm install frozen [npm ci]',
    }));

  it('programs of npm packages', () =>
    checkRecognised({
      'npx tsc -b': 'npm project [npx tsc]',
      'npx -y turbo@2 prune web --docker': 'npm plan [npx -y turbo@2 prune]',
      'turbo prune --scope=web --docker': 'npm plan [turbo prune]',
      'turbo run build': 'npm project [turbo run]',
      'npx playwright install': '-',
      './node_modules/.bin/vite build': 'npm project',
      'next --version': '-',
    }));

  it('Yarn', () =>
    checkRecognised({
      yarn: 'yarn install',
      'yarn install': 'yarn install',
      'yarn --frozen-lockfile': 'yarn install frozen [yarn]',
      'yarn install --immutable': 'yarn install frozen [yarn install]',
      'yarn install --immutable --mode=skip-build': 'yarn install frozen [yarn install]',
      'yarn install --mode update-lockfile': '-',
      'yarn --cwd web install': 'yarn install in=web',
      'yarn --cwd=web': 'yarn install [yarn] in=web',
      'yarn --network-timeout 100000': 'yarn install [yarn]',
      'yarn install --offline': 'yarn finish offline [yarn install]',
      'yarn --production --pure-lockfile': 'yarn install [yarn]',
      'yarn workspaces focus --production web': 'yarn install [yarn workspaces focus]',
      'yarn workspaces foreach run build': 'yarn project',
      'yarn workspace web build': 'yarn project',
      'yarn workspace web add x': 'yarn tools [yarn workspace web add] packages=x',
      'yarn add x': 'yarn tools [yarn add] packages=x',
      'yarn global add x': 'yarn tools [yarn global add] packages=x',
      'yarn build': 'yarn project',
      'yarn run test': 'yarn project',
      'yarn postinstall': 'yarn finish',
      'yarn rebuild': 'yarn finish',
      'yarn dlx turbo prune web': 'yarn plan [yarn dlx turbo prune]',
      'yarn --version': '-',
      'yarn -v': '-',
      'yarn cache clean': '-',
      'yarn config set x y': '-',
      'yarn set version berry': '-',
      'yarn plugin import workspace-tools': '-',
      'corepack yarn install': 'yarn install [yarn install]',
      'yarn x': 'yarn project',
    }));

  it('pnpm', () =>
    checkRecognised({
      'pnpm install --frozen-lockfile': 'pnpm install frozen [pnpm install]',
      'pnpm i': 'pnpm install',
      'pnpm fetch --prod': 'pnpm prime frozen [pnpm fetch]',
      'pnpm install --frozen-lockfile --offline': 'pnpm finish frozen offline [pnpm install]',
      'pnpm install --prefer-offline': 'pnpm finish [pnpm install]',
      'pnpm -C web install': 'pnpm install in=web',
      'pnpm --filter web... install': 'pnpm install',
      'pnpm --filter=web build': 'pnpm project',
      'pnpm -r build': 'pnpm project',
      'pnpm -r --filter web exec tsc': 'pnpm project',
      'pnpm deploy --filter web /out': 'pnpm finish [pnpm deploy]',
      'pnpm add -g x': 'pnpm tools [pnpm add] packages=x',
      'pnpm i -g x': 'pnpm tools [pnpm i] packages=x',
      'pnpm install --lockfile-only': '-',
      'pnpm dlx turbo prune web': 'pnpm plan [pnpm dlx turbo prune]',
      'pnpm dlx create-thing x': '-',
      'pnpm config set store-dir /s': '-',
      'pnpm recursive install': 'pnpm install',
      'pnpm rebuild': 'pnpm finish',
      'pnpm --version': '-',
    }));

  it('Bun', () =>
    checkRecognised({
      'bun install --frozen-lockfile': 'bun install frozen [bun install]',
      'bun i': 'bun install',
      'bun ci': 'bun install frozen',
      'bun add x': 'bun tools [bun add] packages=x',
      'bun i -g x': 'bun tools [bun i] packages=x',
      'bun run build': 'bun project',
      'bun build ./x.ts': 'bun project [bun build]',
      'bun server.ts': '-',
      'bunx tsc': 'bun project',
      'bun upgrade': '-',
    }));
});
