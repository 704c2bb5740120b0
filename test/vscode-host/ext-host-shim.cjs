// Loaded by VS Code as the extensionTestsPath. Copies what the tests print to a file that code-host.mjs follows, then hands
// over to the real test entry, whose contract stays VS Code's: run() → promise, or run(testsRoot, callback).
const { openSync, writeFileSync, writeSync } = require('node:fs');
const { format } = require('node:util');
const { pathToFileURL } = require('node:url');

const output = openSync(process.env.VSCODE_HOST_TEST_LOG, 'a');
// VS Code guards console.* with accessors that ignore assignment; process.stdout.write() ends in console.log() there.
for (const level of ['log', 'info', 'warn', 'error', 'debug']) {
  const original = console[level];
  const value = (...args) => {
    writeSync(output, `${format(...args)}\n`);
    return original.apply(console, args);
  };
  Object.defineProperty(console, level, { configurable: true, value });
}

// Without a verdict the extension host died: the window then still reports 0.
let verdict;
function decide(text) {
  verdict ??= text;
  writeFileSync(process.env.VSCODE_HOST_TEST_VERDICT, verdict);
}
process.on('exit', (code) => decide(code === 0 ? 'passed' : `the extension host exited with ${code}`));

exports.run = async () => {
  try {
    const entry = process.env.VSCODE_HOST_TEST_ENTRY;
    const module = await (entry.endsWith('.mjs') ? import(pathToFileURL(entry)) : require(entry));
    const { run } = typeof module.run === 'function' ? module : module.default;
    await new Promise((resolve, reject) => {
      const result = run(entry, (error, failures) => {
        if (error || failures) reject(error ?? new Error(`${failures} failed`));
        else resolve();
      });
      result?.then?.(resolve, reject);
    });
    decide('passed');
  } catch (error) {
    decide('failed');
    throw error;
  }
};
