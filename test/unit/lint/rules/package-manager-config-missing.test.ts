import { packageManagerConfigMissing } from '../../../../src/lint/rules/package-manager-config-missing';
import { checkDocs, checkFix, checkRule } from '../../support/check-rule';

const rule = packageManagerConfigMissing;
const npm = (npmrc: string) => ({
  context: { 'package.json': '{}', 'package-lock.json': '{"packages":{}}', '.npmrc': npmrc },
});
const early = (run: string, more = '') =>
  `FROM node:22\nWORKDIR /app\n${more}COPY package*.json ./\nRUN ${run}\nCOPY . .\n`;

describe('package-manager-config-missing', () => {
  it('has examples that run', () => checkDocs(rule));

  it('reports configuration that changes the install', () => {
    checkRule(
      rule,
      `
FROM node:22
WORKDIR /app
COPY package*.json ./
#    ^^^^^^^^^^^^^ .npmrc is not copied before \`npm ci\`, so its registries and settings do not apply.
RUN npm ci
COPY . .
`,
      npm('@me:registry=https://r.example/\n'),
    );
    checkRule(
      rule,
      `
FROM node:22
WORKDIR /app
COPY package.json pnpm-lock.yaml ./
#    ^^^^^^^^^^^^^^^^^^^^^^^^^^^ patches is not copied before \`pnpm fetch\`, which fails
RUN pnpm fetch
COPY . .
`,
      {
        context: {
          'package.json': '{"pnpm":{"patchedDependencies":{"a@1":"patches/a.patch"}}}',
          'pnpm-lock.yaml': '',
          'patches/a.patch': '',
        },
      },
    );
    checkRule(
      rule,
      `
FROM sdk:8
WORKDIR /src
COPY Api/Api.csproj Api/
#    ^^^^^^^^^^^^^^ Directory.Packages.props and NuGet.config are not copied before \`dotnet restore\`
RUN dotnet restore Api/Api.csproj
COPY . .
`,
      {
        context: {
          'Api/Api.csproj': '<Project></Project>',
          'Directory.Packages.props': '',
          'NuGet.config': '',
          'global.json': '{}',
        },
      },
    );
    checkRule(
      rule,
      `
FROM maven:3
WORKDIR /b
COPY pom.xml ./
#    ^^^^^^^ .mvn is not copied
RUN mvn dependency:go-offline
COPY . .
`,
      { context: { 'pom.xml': '<project></project>', '.mvn/maven.config': '-T2' } },
    );
  });

  it('is silent about settings that change nothing', () => {
    checkRule(rule, early('npm ci'), npm('# x\nsave-exact=true\nfund = false\nengine-strict=true\n'));
    checkRule(rule, 'FROM maven:3\nWORKDIR /b\nCOPY pom.xml ./\nRUN mvn dependency:go-offline\n', {
      context: { 'pom.xml': '<project></project>', '.mvn/wrapper/maven-wrapper.properties': '' },
    });
    checkRule(rule, 'FROM python:3\nWORKDIR /b\nCOPY pyproject.toml uv.lock ./\nRUN uv sync --no-install-project\n', {
      context: { 'pyproject.toml': '', 'uv.lock': '', '.python-version': '3.12' },
    });
  });

  it('is silent when it is there or set elsewhere', () => {
    const registry = npm('registry=https://r.example/\n');
    checkRule(rule, early('npm ci', 'COPY .npmrc ./\n'), registry);
    checkRule(rule, 'FROM node:22\nWORKDIR /app\nCOPY . .\nRUN npm ci\n', registry);
    checkRule(rule, early('npm ci --registry=https://r.example/'), registry);
    checkRule(rule, early('npm config set registry https://r.example/ && npm ci'), registry);
    checkRule(rule, early('echo "//r/:_authToken=$T" > ~/.npmrc && npm ci'), registry);
    checkRule(rule, early('npm ci', 'ENV NPM_CONFIG_REGISTRY=https://r.example/\n'), registry);
    checkRule(rule, early('--mount=type=secret,id=npmrc,target=/root/.npmrc npm ci'), registry);
    checkRule(rule, `${early('npm ci')}RUN npm ci\n`, registry);
    checkRule(rule, early('npm ci'));
  });

  it('does not copy secrets', () => {
    const secret = npm('//r.example/:_authToken=npm_0123\n');
    checkRule(
      rule,
      `
FROM node:22
WORKDIR /app
COPY package*.json ./
#    ^^^^^^^^^^^^^ seems to hold a secret: mount it with --mount=type=secret,target=/app/.npmrc instead
RUN npm ci
`,
      secret,
    );
  });

  it('copies the rest', () => {
    checkFix(
      rule,
      'FROM node:22\nWORKDIR /app\nCOPY package.json yarn.lock ./\nRUN yarn install --immutable\n',
      'FROM node:22\nWORKDIR /app\nCOPY package.json yarn.lock .yarnrc.yml ./\nCOPY .yarn/releases .yarn/releases/\nRUN yarn install --immutable\n',
      {
        context: {
          'package.json': '{}',
          'yarn.lock': '__metadata:\n',
          '.yarnrc.yml': 'yarnPath: .yarn/releases/yarn-4.cjs\n',
          '.yarn/releases/yarn-4.cjs': '',
        },
        safe: false,
      },
    );
  });
});
