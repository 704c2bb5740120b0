export const overview = `layerwright: a linter for Dockerfiles that knows the build cache

  layerwright lint [options] [FILE | DIR | -]...   findings in Dockerfiles
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
