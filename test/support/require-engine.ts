/** Asked by test/run.mjs before the engine tier: installs what is missing, or says in one sentence why it cannot run. */
import { requireEngine } from './engine';

try {
  requireEngine();
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
