import { setFlagsFromString } from 'node:v8';
import { main } from './cli/main';

// The parser's WebAssembly is good enough as first compiled. Optimising it in the background takes longer than linting a
// thousand files, and the process could not end before.
setFlagsFromString('--liftoff-only');

// The models of linted files are garbage that V8 would let grow to three times what is in use before it looks for it.
setFlagsFromString('--heap-growing-percent=30');

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // Whoever reads has seen enough: `layerwright lint | head`.
  if (error.code === 'EPIPE') process.exit();
  throw error;
});

void main(process.argv.slice(2), {
  cwd: process.cwd(),
  // Looking at it opens it.
  get stdin() {
    return process.stdin;
  },
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  color: process.stdout.isTTY === true && !process.env.NO_COLOR,
  assets: [__dirname],
}).then((status) => {
  process.exitCode = status;
});
