import { checkRecognised } from './support';

describe('commands of package managers that come with a compiler', () => {
  it('Go', () =>
    checkRecognised({
      'go mod download': 'go prime frozen',
      'go mod download -x': 'go prime frozen [go mod download]',
      'go -C api mod download': 'go prime frozen in=api',
      'go mod vendor': 'go install frozen',
      'go mod tidy': 'go implicit',
      'go mod verify': 'go finish',
      'go get ./...': 'go install [go get]',
      'go get github.com/x/y': 'go tools [go get] packages=github.com/x/y',
      'go get github.com/x/y@v1': 'go tools [go get] packages=github.com/x/y@v1',
      'go build -o /out/app ./cmd/app': 'go implicit [go build] local=./cmd/app',
      'go build -mod=vendor ./...': 'go project offline [go build] local=./...',
      'go build -mod vendor .': 'go project offline [go build] local=.',
      'go install ./...': 'go implicit [go install] local=./...',
      'go install github.com/x/y@latest': 'go tools [go install] packages=github.com/x/y@latest',
      'go run github.com/x/y@v1 z': 'go tools [go run] packages=github.com/x/y@v1',
      'go test ./...': 'go implicit [go test] local=./...',
      'go vet ./...': 'go implicit [go vet] local=./...',
      'go env -w GOPROXY=x': '-',
      'go version': '-',
      'xx-go build .': 'go implicit [xx-go build] local=.',
    }));

  it('Cargo', () =>
    checkRecognised({
      'cargo fetch --locked': 'cargo install frozen [cargo fetch]',
      'cargo vendor': 'cargo install',
      'cargo build --release --locked': 'cargo implicit frozen [cargo build]',
      'cargo +nightly build -p app': 'cargo implicit [cargo +nightly build]',
      'cargo b --offline': 'cargo implicit offline [cargo b]',
      'cargo chef prepare --recipe-path recipe.json': 'cargo plan [cargo chef prepare]',
      'cargo chef cook --release --recipe-path recipe.json': 'cargo prime [cargo chef cook] manifests=recipe.json',
      'cargo install sqlx-cli --version 0.7': 'cargo tools [cargo install] packages=sqlx-cli',
      'cargo install --path . --locked': 'cargo implicit frozen [cargo install] local=.',
      'cargo install --git https://github.com/x/y': 'cargo tools [cargo install] packages=https://github.com/x/y',
      'cargo binstall -y x': 'cargo tools [cargo binstall] packages=x',
      'cargo test': 'cargo implicit',
      'cargo build --manifest-path api/Cargo.toml': 'cargo implicit [cargo build] manifests=api/Cargo.toml',
      'cargo init': '-',
      'cargo clean': '-',
      'cargo --version': '-',
      'cross build': 'cargo implicit',
      'trunk build': 'cargo implicit',
    }));

  it('.NET', () =>
    checkRecognised({
      'dotnet restore': 'dotnet install',
      'dotnet restore src/Api/Api.csproj -r linux-x64': 'dotnet install [dotnet restore] manifests=src/Api/Api.csproj',
      'dotnet restore --locked-mode': 'dotnet install frozen [dotnet restore]',
      'dotnet publish src/Api/Api.csproj -c Release --no-restore -o /out':
        'dotnet project [dotnet publish] manifests=src/Api/Api.csproj',
      'dotnet publish -c Release -o /out /p:UseAppHost=false': 'dotnet implicit [dotnet publish]',
      'dotnet build App.sln': 'dotnet implicit [dotnet build] manifests=App.sln',
      'dotnet tool restore': 'dotnet install',
      'dotnet tool install -g dotnet-ef': 'dotnet tools [dotnet tool install] packages=dotnet-ef',
      'dotnet test --no-build': 'dotnet project [dotnet test]',
      'dotnet --info': '-',
      'dotnet App.dll': '-',
    }));

  it('Swift', () =>
    checkRecognised({
      'swift package resolve --force-resolved-versions': 'swift prime frozen [swift package resolve]',
      'swift build -c release': 'swift implicit [swift build]',
    }));

  it('Stack', () =>
    checkRecognised({
      'stack build --only-dependencies': 'stack install [stack build]',
      'stack build': 'stack implicit',
      'stack install hlint': 'stack tools [stack install] packages=hlint',
      'stack setup': 'stack tools',
    }));

  it('Cabal', () =>
    checkRecognised({
      'cabal update': 'cabal tools',
      'cabal build --only-dependencies all': 'cabal install [cabal build]',
      'cabal build': 'cabal implicit',
      'cabal v2-install exe:app': 'cabal implicit [cabal v2-install]',
      'cabal install hpack': 'cabal tools [cabal install] packages=hpack',
    }));

  it('Conan', () =>
    checkRecognised({
      'conan install . --build=missing': 'conan install [conan install] manifests=.',
      'conan install --requires=zlib/1.3': 'conan tools [conan install] packages=--requires=zlib/1.3',
      'conan build .': 'conan project [conan build] manifests=.',
    }));

  it('vcpkg', () =>
    checkRecognised({
      'vcpkg install': 'vcpkg install',
      'vcpkg install zlib': 'vcpkg tools [vcpkg install] packages=zlib',
      'vcpkg install --x-manifest-root=app': 'vcpkg install [vcpkg install] in=app',
      'cmake -B build -DCMAKE_TOOLCHAIN_FILE=/vcpkg/scripts/buildsystems/vcpkg.cmake': 'vcpkg implicit [cmake]',
      'cmake --build build': 'vcpkg project [cmake --build]',
      'cmake -B build': '-',
    }));

  it('Maven', () =>
    checkRecognised({
      'mvn -B dependency:go-offline': 'maven prime',
      'mvn package': 'maven implicit',
      './mvnw -B -f x/pom.xml -o package': 'maven project offline manifests=x/pom.xml',
      'mvn clean': '-',
      'mvn clean install -DskipTests': 'maven implicit [mvn clean install]',
      'mvn -s settings.xml -pl web -am package': 'maven implicit manifests=settings.xml',
      'mvn dependency:get -Dartifact=a:b:1': 'maven tools [mvn dependency:get]',
      'mvn org.apache.maven.plugins:maven-dependency-plugin:3.6.0:go-offline': 'maven prime',
      'mvn -v': '-',
      'mvn versions:set -DnewVersion=1': '-',
    }));

  it('Gradle', () =>
    checkRecognised({
      './gradlew dependencies': 'gradle prime',
      './gradlew --no-daemon build -x test': 'gradle implicit [./gradlew --no-daemon build]',
      './gradlew :api:bootJar': 'gradle implicit',
      'gradle --offline build': 'gradle project offline',
      './gradlew -p api assemble': 'gradle implicit in=api',
      './gradlew --version': '-',
      './gradlew clean': '-',
      'gradle wrapper': '-',
    }));

  it('sbt', () =>
    checkRecognised({
      'sbt update': 'sbt prime',
      'sbt "clean; assembly"': 'sbt implicit',
      'sbt "project web" stage': 'sbt implicit',
      'sbt sbtVersion': '-',
      'sbt web/Test/update': 'sbt prime',
    }));
});
