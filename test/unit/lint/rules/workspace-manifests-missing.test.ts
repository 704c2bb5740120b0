import { workspaceManifestsMissing } from '../../../../src/lint/rules/workspace-manifests-missing';
import { checkDocs, checkFix, checkRule } from '../../support/check-rule';

const rule = workspaceManifestsMissing;
const npm = {
  'package.json': '{"workspaces":["packages/*"]}',
  'package-lock.json': '{"packages":{}}',
  'packages/a/package.json': '{}',
  'packages/a/index.js': '',
  'packages/b/package.json': '{}',
};

describe('workspace-manifests-missing', () => {
  it('has examples that run', () => checkDocs(rule));

  it('reports members whose manifests come too late', () => {
    checkRule(
      rule,
      `
FROM node:22
WORKDIR /app
COPY package*.json ./
#    ^^^^^^^^^^^^^ 2 manifests of the workspace (packages/a/package.json and packages/b/package.json) are not copied before \`npm ci\`, which exits without an error
RUN npm ci
COPY . .
`,
      { context: npm },
    );
    checkRule(
      rule,
      `
FROM node:22
WORKDIR /app
COPY package*.json ./
#    ^^^^^^^^^^^^^ packages/b/package.json of the workspace is not copied
COPY packages/a/package.json packages/a/
RUN npm ci
COPY . .
`,
      { context: npm },
    );
  });

  it('follows the install into other stages', () =>
    checkRule(
      rule,
      `
FROM node:22 AS deps
WORKDIR /app
COPY package*.json ./
#    ^^^^^^^^^^^^^ 2 manifests
RUN npm ci
FROM node:22
WORKDIR /app
COPY --from=deps /app/node_modules node_modules
COPY . .
`,
      { context: npm },
    ));

  it('accepts every way to bring them', () => {
    const ways = [
      'COPY . .\nRUN npm ci',
      'COPY package*.json ./\nCOPY packages packages\nRUN npm ci\nCOPY . .',
      'COPY --parents package*.json packages/*/package.json ./\nRUN npm ci\nCOPY . .',
      'COPY --parents **/package.json package-lock.json ./\nRUN npm ci\nCOPY . .',
      'COPY package*.json ./\nCOPY packages/a/package.json packages/a/package.json\nCOPY packages/b/package.json /app/packages/b/\nRUN npm ci\nCOPY . .',
      'RUN --mount=type=bind,target=. npm ci\nCOPY . .',
    ];
    for (const way of ways) checkRule(rule, `FROM node:22\nWORKDIR /app\n${way}\n`, { context: npm });
  });

  it('is silent where members are not wanted or come from elsewhere', () => {
    const ways = [
      'COPY package*.json ./\nRUN npm ci\nCOPY server server',
      'COPY package*.json ./\nRUN npm ci -w packages/a\nCOPY . .',
      'COPY package*.json ./\nRUN npm ci\nCOPY . .\nRUN npm ci',
      'COPY package*.json ./\nCOPY --from=pruner /out/json/ ./\nRUN npm ci\nCOPY . .',
    ];
    for (const way of ways) checkRule(rule, `FROM node:22\nWORKDIR /app\n${way}\n`, { context: npm });
    checkRule(rule, 'FROM node:22\nWORKDIR /app\nCOPY package*.json ./\nRUN npm ci\nCOPY . .\n');
  });

  it('knows the other ecosystems', () => {
    checkRule(
      rule,
      `
FROM maven:3
COPY pom.xml /b/
#    ^^^^^^^ core/pom.xml of the workspace is not copied before \`mvn dependency:go-offline\`, which fails
RUN cd /b && mvn dependency:go-offline
COPY . /b
`,
      {
        context: {
          'pom.xml': '<project><modules><module>core</module></modules></project>',
          'core/pom.xml': '<project></project>',
        },
      },
    );
    checkRule(
      rule,
      `
FROM sdk:8
WORKDIR /s
COPY src/Api/Api.csproj src/Api/
#    ^^^^^^^^^^^^^^^^^^ src/Lib/Lib.csproj is not copied before \`dotnet restore\`, so
RUN dotnet restore src/Api/Api.csproj
COPY . .
`,
      {
        context: {
          'src/Api/Api.csproj': '<Project><ProjectReference Include="..\\Lib\\Lib.csproj" /></Project>',
          'src/Lib/Lib.csproj': '<Project></Project>',
        },
      },
    );
  });

  it('copies them to their places', () => {
    checkFix(
      rule,
      `
FROM node:22
WORKDIR /app
COPY --chown=node package*.json ./
RUN npm ci
COPY . .
`,
      `
FROM node:22
WORKDIR /app
COPY --chown=node package*.json ./
COPY --chown=node packages/a/package.json packages/a/
COPY --chown=node packages/b/package.json packages/b/
RUN npm ci
COPY . .
`,
      { context: npm, safe: false },
    );
    checkFix(
      rule,
      'FROM sdk:8\nCOPY App.sln /s/\nRUN cd /s && dotnet restore App.sln\nCOPY . /s\n',
      'FROM sdk:8\nCOPY App.sln /s/\nCOPY Api/Api.csproj /s/Api/\nRUN cd /s && dotnet restore App.sln\nCOPY . /s\n',
      {
        context: {
          'App.sln': 'Project("{FAE0}") = "Api", "Api\\Api.csproj", "{1}"\n',
          'Api/Api.csproj': '<Project></Project>',
        },
        safe: true,
      },
    );
  });
});
