import { checkRecognised } from './support';

describe('commands of other package managers', () => {
  it('Composer', () =>
    checkRecognised({
      'composer install': 'composer install frozen',
      'composer install --no-dev --no-scripts --no-autoloader --prefer-dist':
        'composer prime frozen [composer install]',
      'composer install --no-scripts': 'composer install frozen [composer install]',
      'composer dump-autoload --optimize': 'composer finish [composer dump-autoload]',
      'composer run-script post-install-cmd': 'composer finish',
      'composer run build': 'composer project',
      'composer test': 'composer project',
      'composer require x/y': 'composer tools [composer require] packages=x/y',
      'composer global require x/y': 'composer tools [composer global require] packages=x/y',
      'composer update': 'composer install',
      'composer -d api install': 'composer install frozen in=api',
      'php composer.phar install': 'composer install frozen',
      'php /usr/bin/composer install': 'composer install frozen',
      'php artisan optimize': 'composer project',
      'composer self-update': '-',
      'composer --version': '-',
    }));

  it('Bundler and RubyGems', () =>
    checkRecognised({
      'bundle install': 'bundler install',
      bundle: 'bundler install',
      'bundle install --jobs 4 --retry 3': 'bundler install [bundle install]',
      'bundle install --deployment': 'bundler install frozen [bundle install]',
      'bundle install --local': 'bundler finish offline [bundle install]',
      'bundle update': 'bundler install',
      'bundle config set --local without development': '-',
      'bundle exec rake assets:precompile': 'bundler project [bundle exec rake]',
      'bundle _2.5_ install --gemfile=api/Gemfile': 'bundler install [bundle _2.5_ install] manifests=api/Gemfile',
      'bin/rails assets:precompile': 'bundler project',
      'gem install bundler -v 2.5': 'bundler tools [gem install] packages=bundler',
      'gem install ./x.gem': 'bundler tools [gem install] local=./x.gem',
      'gem update --system': 'bundler tools [gem update]',
    }));

  it('Mix', () =>
    checkRecognised({
      'mix deps.get --only prod': 'mix install [mix deps.get]',
      'mix do deps.get, deps.compile': 'mix install',
      'mix do deps.get + compile': 'mix implicit',
      'mix deps.compile': 'mix install',
      'mix compile': 'mix implicit',
      'mix release': 'mix implicit',
      'mix local.hex --force': 'mix tools [mix local.hex]',
      'mix archive.install hex phx_new': 'mix tools [mix archive.install] packages=hex,phx_new',
      'mix test': 'mix project',
      'mix phx.server': 'mix project',
    }));

  it('pub', () =>
    checkRecognised({
      'dart pub get': 'dart install',
      'flutter pub get --enforce-lockfile': 'dart install frozen [flutter pub get]',
      'dart pub get --offline': 'dart finish offline [dart pub get]',
      'dart pub global activate melos': 'dart tools [dart pub global activate] packages=melos',
      'dart compile exe bin/x.dart': 'dart project [dart compile]',
      'flutter build web': 'dart project [flutter build]',
    }));

  it('Deno', () =>
    checkRecognised({
      'deno install --frozen': 'deno install frozen [deno install]',
      'deno cache main.ts': 'deno implicit [deno cache] local=main.ts',
      'deno cache deps.ts': 'deno install [deno cache] manifests=deps.ts',
      'deno install -g npm:x': 'deno tools [deno install] packages=npm:x',
      'deno install --entrypoint main.ts': 'deno implicit [deno install] local=main.ts',
      'deno task build': 'deno project [deno task]',
      'deno compile main.ts': 'deno implicit [deno compile] local=main.ts',
    }));

  it('R', () =>
    checkRecognised({
      'R -e "renv::restore()"': 'renv install frozen',
      'Rscript -e \'install.packages("x")\'': 'renv tools',
      'Rscript -e "remotes::install_deps()"': 'renv install',
      'R CMD INSTALL --no-deps .': 'renv finish [R CMD INSTALL] local=.',
      'install2.r --error tidyverse': 'renv tools [install2.r] packages=tidyverse',
      'Rscript x.R': '-',
    }));
});
