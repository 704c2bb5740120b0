export const overview = `layerwright: a linter for Dockerfiles that knows the build cache

  layerwright lint [options] [FILE | DIR | -]...   findings in Dockerfiles
  layerwright optimise [options] [CONTEXT]         a rewrite for the build cache, and the proof that the image stays the same
  layerwright forecast [options] [CONTEXT]         what the next build takes from the cache, and why the rest runs
  layerwright rules [--format text|json]           every rule
  layerwright explain RULE                         the page of a rule
  layerwright --version

Exit status: 0 nothing at the threshold, 1 findings, 2 wrong usage or a file that could not be read.
Options of lint: layerwright lint --help
`;

export const lintHelp = `layerwright lint [options] [FILE | DIR | -]...

Lints the files, the Dockerfiles below the directories, or standard input (-); every Dockerfile below the current directory
when nothing is named.

  --format FORMAT       text (default), json, sarif, github, gitlab, checkstyle or junit
  --config FILE         a .layerwright.yaml or .hadolint.yaml; default: the nearest one upwards from each file
  --rule ID=SEVERITY    error, warning, info, style or off; repeatable
  --profile PROFILE     recommended (default), strict, hadolint, buildkit or cache
  --all-rules           also the rules that are off by default
  --fail-on SEVERITY    exit status 1 from this severity up, or never; default info
  --context DIR         the build context; default: the Dockerfile's folder
  --no-context          look at no file of the build context
  --fix                 apply the fixes that are safe
  --fix-dry-run         print them as a patch instead
  --stdin-filename NAME what standard input is called and where its configuration and context are looked for
  --shellcheck PATH     the program that checks RUN scripts; default: the shellcheck on the PATH, if there is one
  --no-shellcheck       do not ask it
  --jobs N              at most N programs at a time
  --stats               how long it took, to standard error

Exit status: 0 nothing at the threshold, 1 findings, 2 wrong usage or a file that could not be read.
`;

export const optimiseHelp = `layerwright optimise [options] [CONTEXT]

Applies all safe fixes for the build cache and the image's size that go together, and prints them as a patch, with what
could not be rewritten and why. CONTEXT is the build context; default: the Dockerfile's folder.

  -f, --file FILE       the Dockerfile; default: the one in CONTEXT
  --all                 also fixes that may change what is in the image; the proof tells whether they do
  --write               write the changes; with --prove only when the images are identical
  --format FORMAT       text (default) or json
  --config FILE         a .layerwright.yaml or .hadolint.yaml; default: the nearest one upwards from the Dockerfile

  --prove               build both, compare the images' files and configuration, edit a source, build again and compare
                        again. This works on copies of the context; images and copies are removed at the end. The engine
                        is the docker command's
  --edit FILE           the file of the context that is edited; default: the most likely one
  --build-arg NAME[=VALUE], --target STAGE, --platform PLATFORM, --network MODE, --builder buildkit|legacy
                        for the builds, as with docker build

Exit status: 0 the images are identical, or nothing was proved; 1 something differs; 2 wrong usage or a failure.
`;

export const forecastHelp = `layerwright forecast [options] [CONTEXT]

Says of each instruction what the next build does with it: reuse (from the cache), run, depends (on what another stage makes),
unknown or skipped, with the reason and what it took the last time. Asks the engine that the docker command would use, and the
records of builds that were run with Layerwright on this machine. Nothing is built.

  -f, --file FILE       the Dockerfile; default: Dockerfile in CONTEXT
  --target STAGE        the stage to stop at
  --build-arg K=V       a build argument; repeatable. K alone takes the value from the environment
  --platform PLATFORM   the platform to build for; default: the engine's
  --builder BUILDER     buildkit or legacy; default: BuildKit where the engine has it
  --changed PATH        as if this file of the build context were changed; repeatable
  --format FORMAT       text (default) or json

CONTEXT is the build context; default: the current directory.

Exit status: 0 the forecast was made, 2 wrong usage, a file that could not be read, or an engine that cannot be asked.
`;
