import assert from 'node:assert/strict';
import { configs, inputsOf, paths } from './inputs';

describe('inputs of Go', () => {
  it('are module file and sums', () => {
    const inputs = inputsOf('go', {
      'go.mod': 'module a\n\nreplace (\n\tb => ./b // own\n\tc v1.0.0 => d v1.1.0\n)\nreplace e => ../e\n',
      'go.sum': 'x v1.0.0 h1:1\nx v1.0.0/go.mod h1:2\ny v1.0.0/go.mod h1:3\n',
      'b/go.mod': 'module b\n',
    });
    assert.deepEqual(inputs.locks, ['go.sum']);
    assert.equal(inputs.packages, 1);
    assert.deepEqual(paths(inputs), ['./b → b/go.mod (file)', '../e → outside (missing)']);
    assert.deepEqual(inputs.refusals, []);
  });

  it('refuse workspaces and vendored modules', () => {
    const inputs = inputsOf('go', {
      'go.work': 'go 1.22\n\nuse (\n\t.\n\t./b\n\t./gone\n)\n',
      'go.mod': 'module a\n',
      'b/go.mod': 'module b\n',
      'b/go.sum': '',
      'vendor/modules.txt': '',
    });
    assert.deepEqual(inputs.members, ['b/go.mod', 'b/go.sum']);
    assert.deepEqual(inputs.missingMembers, ['gone/go.mod']);
    assert.deepEqual(configs(inputs), ['go.work']);
    assert.deepEqual(inputs.refusals, [
      'go.work joins several modules into a workspace',
      'the modules are vendored, so go build reads them from vendor/',
    ]);
  });
});

describe('inputs of cargo', () => {
  it('name members, paths and configuration above', () => {
    const inputs = inputsOf('cargo', {
      'Cargo.toml':
        '[workspace]\nmembers = ["crates/*", "gone"]\nexclude = ["crates/old"]\n[workspace.dependencies]\na = { path = "crates/a" }\nv = { path = "vendor/v" }\n',
      'Cargo.lock': 'version = 3\n\n[[package]]\nname = "a"\n\n[[package]]\nname = "b"\n',
      'rust-toolchain.toml': '',
      '.cargo/config.toml': '',
      'crates/a/Cargo.toml': '[package]\nname = "a"\n[target."cfg(unix)".dependencies]\nb = { path = "../b" }\n',
      'crates/old/Cargo.toml': '',
      'vendor/v/Cargo.toml': '',
      'crates/b/README.md': '',
    });
    assert.deepEqual(inputs.members, ['crates/a/Cargo.toml']);
    assert.deepEqual(inputs.missingMembers, ['gone/Cargo.toml']);
    assert.deepEqual(paths(inputs), ['vendor/v → vendor/v (directory)', '../b → crates/b (directory)']);
    assert.deepEqual(configs(inputs), ['.cargo/config.toml', 'rust-toolchain.toml']);
    assert.equal(inputs.packages, 2);
    assert.deepEqual(inputs.refusals, ['cargo needs a source file beside each Cargo.toml of the workspace']);
  });

  it('are a recipe for cargo-chef', () => {
    const inputs = inputsOf('cargo', { 'Cargo.toml': '[package]\n' }, { flags: ['--recipe-path'] });
    assert.deepEqual([inputs.manifests, inputs.refusals], [[], []]);
  });
});

describe('inputs of Maven and Gradle', () => {
  it('follow modules and parents', () => {
    const inputs = inputsOf('maven', {
      'pom.xml':
        '<project><artifactId>root</artifactId><modules><module>a</module><!-- <module>x</module> --><module>gone</module></modules></project>',
      'a/pom.xml':
        '<project><parent><artifactId>base</artifactId><relativePath>../base</relativePath></parent><artifactId>a</artifactId><modules><module>b</module></modules></project>',
      'a/b/pom.xml': '<project><parent><artifactId>a</artifactId></parent><artifactId>b</artifactId></project>',
      'base/pom.xml': '<project><parent><artifactId>boot</artifactId></parent><artifactId>base</artifactId></project>',
      '.mvn/maven.config': '',
    });
    assert.deepEqual(inputs.members, ['a/pom.xml', 'a/b/pom.xml']);
    assert.deepEqual(inputs.missingMembers, ['gone/pom.xml']);
    assert.deepEqual(paths(inputs), ['../base/pom.xml → base/pom.xml (file)']);
    assert.deepEqual(configs(inputs), ['.mvn']);
    assert.equal(inputs.refusals.length, 1);
    assert.deepEqual(inputsOf('maven', { 'pom.xml': '<projects>' }).refusals, ['pom.xml could not be read']);
    assert.deepEqual(inputsOf('maven', { 'pom.xml': '<project>\n</project>' }).refusals, []);
  });

  it('follow included subprojects', () => {
    const inputs = inputsOf('gradle', {
      'settings.gradle.kts': 'include(":app", "libs:core")\n// include(":old")\ninclude(\n  ":web",\n)\n',
      'build.gradle.kts': 'apply(from = "gradle/deps.gradle")\n',
      'app/build.gradle.kts': '',
      'libs/core/build.gradle': '',
      'gradle/libs.versions.toml': '',
      'gradle/deps.gradle': '',
      'gradle/wrapper/gradle-wrapper.jar': '',
      gradlew: '',
    });
    assert.deepEqual(inputs.manifests, ['settings.gradle.kts', 'build.gradle.kts']);
    assert.deepEqual(inputs.members, ['app/build.gradle.kts', 'libs/core/build.gradle']);
    assert.deepEqual(inputs.missingMembers, ['web']);
    assert.deepEqual(configs(inputs), ['gradle/libs.versions.toml', 'gradle/wrapper', 'gradlew']);
    assert.deepEqual(paths(inputs), ['gradle/deps.gradle → gradle/deps.gradle (file)']);
    assert.deepEqual(inputs.refusals, ['"gradle dependencies" downloads nothing for the subprojects']);
  });

  it('refuse builds compiled first', () => {
    const inputs = inputsOf('gradle', { 'settings.gradle': "includeBuild '../x'\n", 'buildSrc/build.gradle': '' });
    assert.deepEqual(inputs.refusals, [
      'settings.gradle includes other builds, which Gradle configures first',
      'Gradle compiles buildSrc before it resolves anything',
    ]);
  });
});

describe('inputs of .NET', () => {
  const files = {
    'App.sln':
      'Project("{FAE0}") = "Api", "src\\Api\\Api.csproj", "{1}"\nEndProject\nProject("{2150}") = "docs", "docs", "{2}"\n',
    'Directory.Packages.props': '',
    'src/Directory.Build.props': '',
    'src/Api/Api.csproj':
      '<Project Sdk="x"><ItemGroup><ProjectReference Include="..\\Lib\\Lib.csproj" /><!-- <ProjectReference Include="..\\No\\No.csproj" /> --></ItemGroup></Project>',
    'src/Lib/Lib.csproj':
      '<Project><Import Project="..\\common.props" /><ProjectReference Include="..\\Gone\\Gone.csproj"/></Project>',
    'src/common.props': '',
    'src/Api/packages.lock.json': '{}',
    'NuGet.Config': '<add key="ClearTextPassword" value="hunter2" />',
  };

  it('follow the graph of references', () => {
    const inputs = inputsOf('dotnet', files, { args: ['src/Api/Api.csproj'] });
    assert.deepEqual(inputs.manifests, ['src/Api/Api.csproj']);
    assert.deepEqual(inputs.members, ['src/Lib/Lib.csproj']);
    assert.deepEqual(inputs.missingMembers, ['src/Gone/Gone.csproj']);
    assert.deepEqual(paths(inputs), ['../common.props → src/common.props (file)']);
    assert.deepEqual(configs(inputs), [
      'Directory.Packages.props',
      'NuGet.Config (secret)',
      'src/Directory.Build.props',
    ]);
    assert.deepEqual(inputs.locks, ['src/Api/packages.lock.json']);
  });

  it('read solutions of both kinds', () => {
    assert.deepEqual(inputsOf('dotnet', files).members, ['src/Api/Api.csproj', 'src/Lib/Lib.csproj']);
    const slnx = { ...files, 'App.sln': '', 'App.slnx': '<Solution><Project Path="src/Lib/Lib.csproj" /></Solution>' };
    assert.deepEqual(inputsOf('dotnet', slnx, { args: ['App.slnx'] }).members, ['src/Lib/Lib.csproj']);
  });

  it('refuse references through properties', () => {
    const inputs = inputsOf('dotnet', {
      'A.csproj': '<Project><ProjectReference Include="$(Root)\\B.csproj" /></Project>',
    });
    assert.deepEqual(inputs.refusals, ['A.csproj refers to projects by "$(Root)\\B.csproj"']);
  });
});

describe('inputs of other compiled languages', () => {
  it('Swift', () => {
    const inputs = inputsOf('swift', {
      'Package.swift':
        'let p = Package(dependencies: [.package(path: "../Core"), .package(url: "https://x", from: "1.0.0")])',
      'Package.resolved': { pins: [{}, {}], version: 2 },
    });
    assert.deepEqual(paths(inputs), ['../Core → outside (missing)']);
    assert.equal(inputs.packages, 2);
  });

  it('Haskell', () => {
    const cabal = inputsOf('cabal', {
      'app.cabal': 'name: app\nbuild-type: Simple\n',
      'cabal.project': 'packages: .\n          lib/lib.cabal\n-- packages: x\n',
      'lib/lib.cabal': 'build-type: Custom\n',
      'cabal.project.freeze': '',
    });
    assert.deepEqual(cabal.members, ['lib/lib.cabal']);
    assert.deepEqual(cabal.locks, ['cabal.project.freeze']);
    assert.equal(cabal.refusals.length, 1);
    const stack = inputsOf('stack', { 'stack.yaml': 'packages:\n- .\n- lib\n', 'lib/package.yaml': '' });
    assert.deepEqual(stack.members, ['lib/package.yaml']);
  });

  it('sbt', () => {
    const inputs = inputsOf('sbt', {
      'build.sbt': 'lazy val core = (project in file("core"))\n',
      'project/plugins.sbt': 'addSbtPlugin("com.github.sbt" % "sbt-dynver" % "5")\n',
      'project/build.properties': 'sbt.version=1.9\n',
      'core/build.sbt': '',
    });
    assert.deepEqual(inputs.manifests, ['build.sbt', 'project/plugins.sbt']);
    assert.deepEqual(inputs.members, ['core/build.sbt']);
    assert.deepEqual(inputs.refusals, ['sbt-dynver takes the version from .git']);
  });

  it('Conan and vcpkg', () => {
    assert.deepEqual(inputsOf('conan', { 'conanfile.txt': '', 'conan.lock': '{}' }).locks, ['conan.lock']);
    assert.equal(
      inputsOf('conan', { 'conanfile.py': 'from conan import ConanFile\nload("VERSION")' }).refusals.length,
      1,
    );
    const vcpkg = inputsOf('vcpkg', { 'vcpkg.json': '{}', 'vcpkg-configuration.json': { 'overlay-ports': ['ports'] } });
    assert.deepEqual(paths(vcpkg), ['ports → ports (missing)']);
  });
});
