# What the stand-ins for package managers share. They behave as the real ones do in what decides about a rewrite: what they
# read, when they fail, what they leave behind. Their manifests have one item a line.
set -e
me=$(basename "$0")
fail() {
  echo "$me: $*" >&2
  exit 1
}
need() {
  for file in "$@"; do [ -e "$file" ] || fail "$file is missing in $PWD"; done
}
# A download: the same bytes every time, and a cache beside that remembers when.
fetched() { echo "$me $1"; }
# Never the same twice.
now() { cut -d' ' -f1 /proc/uptime; }
remember() {
  mkdir -p "$1"
  now >"$1/${2:-last-used}"
}
# One line for everything in the sources: what a compiler makes of them.
compiled() { find "$@" -type f | sort | xargs cat | sha256sum | cut -c1-16; }
# The script of a package.json or composer.json, run as npm runs it.
run_script() {
  line=$(sed -n 's/^ *"'"$2"'": *"\(.*\)",\{0,1\}$/\1/p' "$1" | head -1)
  [ -z "$line" ] || PATH="$PWD/node_modules/.bin:$PWD/vendor/bin:$PATH" sh -c "$line" || fail "script $2 failed: $line"
}
has() {
  flag=$1
  shift
  case " $* " in *" $flag "*) return 0 ;; *) return 1 ;; esac
}
