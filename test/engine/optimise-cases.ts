/** A project as people have them, and what the optimiser makes of its Dockerfile. */
export interface OptimiseCase {
  readonly name: string;
  readonly dockerfile: string;
  readonly files: Readonly<Record<string, string>>;
  /** What the rewrite keeps from running again after an edit of the source; undefined: it moves no install. */
  readonly spared: RegExp | undefined;
  /** The reason it gives for what it leaves alone. */
  readonly refused?: RegExp;
}

const packageLock = (lines: readonly string[]) =>
  `{\n  "lockfileVersion": 3,\n  "packages": {\n${lines.map((line) => `    ${line}`).join(',\n')}\n  }\n}\n`;

/** Lines of manifests are as the stand-ins in test/support/stand-ins read them: one item each. */
export const optimiseCases: readonly OptimiseCase[] = [
  {
    name: 'npm',
    dockerfile:
      'FROM stand-ins:1\nWORKDIR /app\nCOPY . .\nRUN npm ci\nRUN npm run build\nCMD ["node", "dist/server.js"]\n',
    files: {
      'package.json': '{\n  "name": "web",\n  "scripts": {\n    "build": "mkdir -p dist && cp src/*.js dist"\n  }\n}\n',
      'package-lock.json': packageLock(['"node_modules/left-pad": { "version": "1.3.0" }']),
      'src/server.js': 'require("left-pad");\n',
      'README.md': '# web\n',
    },
    spared: /^RUN npm ci/,
  },
  {
    name: 'npm workspaces',
    dockerfile: 'FROM stand-ins:1\nWORKDIR /app\nCOPY . .\nRUN npm ci\nCMD ["node", "packages/web/index.js"]\n',
    files: {
      'package.json': '{\n  "name": "all",\n  "workspaces": ["packages/*"]\n}\n',
      'package-lock.json': packageLock([
        '"node_modules/left-pad": { "version": "1.3.0" }',
        '"node_modules/@acme/ui": { "resolved": "packages/ui", "link": true }',
        '"node_modules/@acme/web": { "resolved": "packages/web", "link": true }',
      ]),
      'packages/ui/package.json': '{\n  "name": "@acme/ui"\n}\n',
      'packages/ui/index.js': 'ui\n',
      'packages/web/package.json': '{\n  "name": "@acme/web"\n}\n',
      'packages/web/index.js': 'web\n',
    },
    spared: /^RUN npm ci/,
  },
  {
    name: 'npm with a prepare script that compiles the source',
    dockerfile: 'FROM stand-ins:1\nWORKDIR /app\nCOPY . .\nRUN npm ci\nCMD ["node", "dist/all.js"]\n',
    files: {
      'package.json':
        '{\n  "name": "web",\n  "scripts": {\n    "prepare": "mkdir -p dist && cat src/*.js > dist/all.js"\n  }\n}\n',
      'package-lock.json': packageLock(['"node_modules/left-pad": { "version": "1.3.0" }']),
      'src/server.js': 'server\n',
      'src/other.js': 'other\n',
    },
    spared: undefined,
    refused: /prepare/,
  },
  {
    name: 'yarn 4',
    dockerfile:
      'FROM stand-ins:1\nWORKDIR /app\nCOPY . .\nRUN yarn install --immutable\nRUN yarn build\nCMD ["node", "dist/app.js"]\n',
    files: {
      'package.json':
        '{\n  "name": "web",\n  "packageManager": "yarn@4.5.0",\n  "scripts": {\n    "build": "mkdir -p dist && cp src/app.js dist"\n  }\n}\n',
      'yarn.lock': '# yarn lockfile v8\n\n__metadata:\n  version: 8\n\n"left-pad@npm:1.3.0":\n  version: 1.3.0\n',
      '.yarnrc.yml': 'nodeLinker: node-modules\n',
      'src/app.js': 'app\n',
    },
    spared: /^RUN yarn install/,
  },
  {
    name: 'pnpm workspaces',
    dockerfile:
      'FROM stand-ins:1\nWORKDIR /app\nCOPY . .\nRUN pnpm install --frozen-lockfile\nRUN pnpm run build\nCMD ["node", "dist/app.js"]\n',
    files: {
      'package.json':
        '{\n  "name": "web",\n  "scripts": {\n    "build": "mkdir -p dist && cp packages/*/*.js dist"\n  }\n}\n',
      'pnpm-workspace.yaml': 'packages:\n  - packages/*\n',
      'pnpm-lock.yaml':
        "lockfileVersion: '9.0'\n\npackages:\n\n  left-pad@1.3.0:\n    resolution: {integrity: sha512-x}\n",
      'packages/one/package.json': '{\n  "name": "one"\n}\n',
      'packages/one/one.js': 'one\n',
      'packages/two/package.json': '{\n  "name": "two"\n}\n',
      'packages/two/two.js': 'two\n',
    },
    spared: /^RUN pnpm fetch/,
  },
  {
    name: 'pip with included requirements and a path dependency',
    dockerfile:
      'FROM stand-ins:1\nWORKDIR /app\nCOPY . .\nRUN pip install -r requirements.txt\nCMD ["python", "app/main.py"]\n',
    files: {
      'requirements.txt': '-r base.txt\nflask==3.0.0\n',
      'base.txt': 'requests==2.32.0\n',
      'app/main.py': 'import flask\n',
    },
    spared: /^RUN pip install/,
  },
  {
    name: 'pip with a local package that is compiled in',
    dockerfile:
      'FROM stand-ins:1\nWORKDIR /app\nCOPY . .\nRUN pip install -r requirements.txt\nCMD ["python", "app/main.py"]\n',
    files: {
      'requirements.txt': './libs/core\nflask==3.0.0\n',
      'libs/core/pyproject.toml': '[project]\nname = "core"\n',
      'libs/core/core.py': 'core\n',
      'app/main.py': 'import core\n',
    },
    spared: /^RUN pip install/,
  },
  {
    name: 'pip and npm in one RUN',
    dockerfile:
      'FROM stand-ins:1\nWORKDIR /app\nCOPY . .\nRUN pip install -r requirements.txt && npm ci && npm run build\nCMD ["python", "main.py"]\n',
    files: {
      'requirements.txt': 'flask==3.0.0\n',
      'package.json': '{\n  "name": "web",\n  "scripts": {\n    "build": "cp page.js built.js"\n  }\n}\n',
      'package-lock.json': packageLock(['"node_modules/left-pad": { "version": "1.3.0" }']),
      'page.js': 'page\n',
      'main.py': 'import flask\n',
    },
    spared: /^RUN (?:pip install|npm ci)/,
  },
  {
    name: 'poetry',
    dockerfile:
      'FROM stand-ins:1\nWORKDIR /app\nCOPY . .\nRUN poetry install --only main\nCMD ["python", "web/main.py"]\n',
    files: {
      'pyproject.toml':
        '[tool.poetry]\nname = "web"\nreadme = "README.md"\npackages = [{ include = "web" }]\n\n[tool.poetry.dependencies]\nflask = "^3.0"\n',
      'poetry.lock': '[[package]]\nname = "flask"\nversion = "3.0.0"\n',
      'README.md': '# web\n',
      'web/main.py': 'import flask\n',
    },
    spared: /^RUN poetry install .*--no-root/,
  },
  {
    name: 'uv',
    dockerfile: 'FROM stand-ins:1\nWORKDIR /app\nCOPY . .\nRUN uv sync --locked\nCMD ["python", "src/web/main.py"]\n',
    files: {
      'pyproject.toml':
        '[project]\nname = "web"\nreadme = "README.md"\ndependencies = ["flask"]\n\n[build-system]\nrequires = ["hatchling"]\n',
      'uv.lock': 'version = 1\n\n[[package]]\nname = "flask"\nversion = "3.0.0"\n',
      'README.md': '# web\n',
      'src/web/main.py': 'import flask\n',
    },
    spared: /^RUN uv sync .*--no-install-project/,
  },
  {
    name: 'go with a replaced module, in two stages',
    dockerfile:
      'FROM stand-ins:1 AS build\nWORKDIR /src\nCOPY . .\nRUN go build -o /out/app ./cmd/app\n\nFROM alpine:3.20\nCOPY --from=build /out/app /usr/bin/app\nENTRYPOINT ["/usr/bin/app"]\n',
    files: {
      'go.mod':
        'module acme.test/app\n\ngo 1.22\n\nrequire acme.test/lib v0.0.0\nrequire example.org/log v1.2.0\n\nreplace acme.test/lib => ./lib\n',
      'go.sum': 'example.org/log v1.2.0 h1:x=\n',
      'lib/go.mod': 'module acme.test/lib\n\ngo 1.22\n',
      'lib/lib.go': 'package lib\n',
      'cmd/app/main.go': 'package main\n\nfunc main() {}\n',
    },
    spared: /^RUN go mod download/,
  },
  {
    name: 'cargo with members and a path dependency',
    dockerfile:
      'FROM stand-ins:1 AS build\nWORKDIR /src\nCOPY . .\nRUN cargo build --release --locked\n\nFROM alpine:3.20\nCOPY --from=build /src/target/release/app /usr/bin/app\nENTRYPOINT ["/usr/bin/app"]\n',
    files: {
      'Cargo.toml': '[workspace]\nmembers = ["app", "lib"]\n',
      'Cargo.lock': '[[package]]\nname = "serde" # registry\n',
      'app/Cargo.toml': '[package]\nname = "app"\n\n[dependencies]\nlib = { path = "../lib" }\nserde = "1"\n',
      'app/src/main.rs': 'fn main() {}\n',
      'lib/Cargo.toml': '[package]\nname = "lib"\n',
      'lib/src/lib.rs': 'pub fn f() {}\n',
    },
    spared: undefined,
    refused: /cargo-chef/,
  },
  {
    name: 'cargo with a placeholder source',
    dockerfile:
      'FROM stand-ins:1\nWORKDIR /src\nCOPY Cargo.toml Cargo.lock ./\nRUN mkdir src && echo \'fn main() {}\' > src/main.rs && cargo build --release && rm -rf src\nCOPY . .\nRUN apk add --no-cache tzdata\nRUN touch src/main.rs && cargo build --release\nCMD ["target/release/app"]\n',
    files: {
      'Cargo.toml': '[package]\nname = "app"\n',
      'Cargo.lock': '[[package]]\nname = "serde" # registry\n',
      'src/main.rs': 'fn main() { run() }\n',
    },
    spared: /^RUN apk add/,
  },
  {
    name: 'Maven with modules',
    dockerfile:
      'FROM stand-ins:1\nWORKDIR /src\nCOPY . .\nRUN mvn -B package -DskipTests\nCMD ["java", "-jar", "web/target/app.jar"]\n',
    files: {
      'pom.xml':
        '<project>\n  <modules>\n    <module>core</module>\n    <module>web</module>\n  </modules>\n</project>\n',
      'core/pom.xml': '<project>\n  <dependency>guava:33</dependency>\n</project>\n',
      'core/src/main/java/Core.java': 'class Core {}\n',
      'web/pom.xml': '<project>\n  <dependency>spring:6</dependency>\n</project>\n',
      'web/src/main/java/Web.java': 'class Web {}\n',
    },
    spared: undefined,
    refused: /modules may depend on each other/,
  },
  {
    name: 'Maven with one module',
    dockerfile:
      'FROM stand-ins:1\nWORKDIR /src\nCOPY . .\nRUN mvn -B package -DskipTests\nCMD ["java", "-jar", "target/app.jar"]\n',
    files: {
      'pom.xml': '<project>\n  <dependency>guava:33</dependency>\n</project>\n',
      'src/main/java/App.java': 'class App {}\n',
    },
    spared: undefined,
    refused: /dependency:go-offline/,
  },
  {
    name: 'Gradle with included projects',
    dockerfile:
      'FROM stand-ins:1\nWORKDIR /src\nCOPY . .\nRUN gradle build --no-daemon\nCMD ["java", "-jar", "app/build/libs/app.jar"]\n',
    files: {
      'settings.gradle': "rootProject.name = 'web'\ninclude 'app'\n",
      'app/build.gradle': "dependencies {\n  implementation 'guava:33'\n}\n",
      'app/src/main/java/App.java': 'class App {}\n',
    },
    spared: undefined,
    refused: /downloads nothing for the subprojects/,
  },
  {
    name: 'Bundler',
    dockerfile: 'FROM stand-ins:1\nWORKDIR /app\nCOPY . .\nRUN bundle install\nCMD ["bundle", "exec", "rails", "s"]\n',
    files: {
      Gemfile: "source 'https://rubygems.org'\n\ngem 'rails'\n",
      'Gemfile.lock': 'GEM\n  remote: https://rubygems.org/\n  specs:\n    rails (7.1.0)\n\nDEPENDENCIES\n  rails\n',
      'app/models/user.rb': 'class User\nend\n',
    },
    spared: /^RUN bundle install/,
  },
  {
    name: 'Bundler with the gem of the project itself',
    dockerfile: 'FROM stand-ins:1\nWORKDIR /app\nCOPY . .\nRUN bundle install\nCMD ["bundle", "exec", "tool"]\n',
    files: {
      Gemfile: "source 'https://rubygems.org'\n\ngemspec\n",
      'Gemfile.lock': 'GEM\n  remote: https://rubygems.org/\n  specs:\n    thor (1.3.0)\n\nDEPENDENCIES\n  tool!\n',
      'tool.gemspec': 'require_relative "lib/tool/version"\nGem::Specification.new { |s| s.files = Dir["lib/**/*"] }\n',
      'lib/tool/version.rb': 'VERSION = "1"\n',
      'lib/tool.rb': 'module Tool\nend\n',
    },
    spared: undefined,
    refused: /gemspec/,
  },
  {
    name: 'Composer that writes its class map in the same RUN',
    dockerfile:
      'FROM stand-ins:1\nWORKDIR /app\nCOPY . .\nRUN composer install --no-dev --no-scripts --no-autoloader && composer dump-autoload --optimize\nCMD ["php", "-a"]\n',
    files: {
      'composer.json': '{\n  "name": "acme/web",\n  "autoload": { "psr-4": { "Acme\\\\": "src/" } }\n}\n',
      'composer.lock': '{\n  "packages": [\n    { "name": "monolog/monolog", "version": "3.0.0" }\n  ]\n}\n',
      'src/App.php': '<?php\nclass App {}\n',
    },
    spared: /^RUN composer install .*--no-scripts/,
  },
  {
    name: 'Composer with a class map and scripts',
    dockerfile:
      'FROM stand-ins:1\nWORKDIR /app\nCOPY . .\nRUN composer install --no-dev --optimize-autoloader\nCMD ["php", "-S", "0.0.0.0:80"]\n',
    files: {
      'composer.json':
        '{\n  "name": "acme/web",\n  "autoload": { "psr-4": { "Acme\\\\": "src/" } },\n  "scripts": {\n    "post-install-cmd": "cat src/config.php > cached.php"\n  }\n}\n',
      'composer.lock': '{\n  "packages": [\n    { "name": "monolog/monolog", "version": "3.0.0" }\n  ]\n}\n',
      'src/App.php': '<?php\nclass App {}\n',
      'src/config.php': '<?php\nreturn [];\n',
    },
    spared: /^RUN composer install .*--no-scripts/,
  },
  {
    name: 'dotnet with a project reference',
    dockerfile:
      'FROM stand-ins:1\nWORKDIR /src\nCOPY . .\nRUN dotnet restore web/Web.csproj\nRUN dotnet publish web/Web.csproj -c Release --no-restore -o /out\nENTRYPOINT ["dotnet", "/out/app.dll"]\n',
    files: {
      'web/Web.csproj':
        '<Project Sdk="Microsoft.NET.Sdk.Web">\n  <ItemGroup>\n    <PackageReference Include="Serilog" Version="4.0.0" />\n    <ProjectReference Include="../core/Core.csproj" />\n  </ItemGroup>\n</Project>\n',
      'core/Core.csproj':
        '<Project Sdk="Microsoft.NET.Sdk">\n  <ItemGroup>\n    <PackageReference Include="Polly" Version="8.0.0" />\n  </ItemGroup>\n</Project>\n',
      'web/Program.cs': 'Core.Run();\n',
      'core/Core.cs': 'static class Core {}\n',
    },
    spared: /^RUN dotnet restore/,
  },
];
