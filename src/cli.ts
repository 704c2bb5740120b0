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

/** From the first look on, Ctrl+C lets a command clean up; a second one ends the process. */
let interrupted: AbortSignal | undefined;
function interruption(): AbortSignal {
  if (interrupted) return interrupted;
  const abort = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => abort.abort());
  interrupted = abort.signal;
  return interrupted;
}

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
  async engine() {
    const [{ resolveEndpoint }, { thisMachine }, { connect }] = await Promise.all([
      import('./engine/resolve-endpoint'),
      import('./engine/this-machine'),
      import('./engine/dockerode/connect'),
    ]);
    return connect(await resolveEndpoint(thisMachine()));
  },
  get interrupted() {
    return interruption();
  },
}).then((status) => {
  process.exitCode = status;
});
