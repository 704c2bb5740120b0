// Mocha's own output, and at the end the counts in the file that LAYERWRIGHT_COUNTS names, where test/run.mjs reads them,
// with the failures, which it says once more as its last lines: of a long log often only the end is kept.
const { writeFileSync } = require('node:fs');
const { reporters, Runner } = require('mocha');

const graceMs = 60_000;

module.exports = class CountReporter extends reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    const failed = [];
    runner.on(Runner.constants.EVENT_TEST_FAIL, (test, error) => {
      failed.push({ title: test.fullTitle(), message: `${error?.stack ?? error?.message ?? error}` });
    });
    runner.once(Runner.constants.EVENT_RUN_END, () => {
      const { passes, failures, pending } = runner.stats;
      if (process.env.LAYERWRIGHT_COUNTS)
        writeFileSync(process.env.LAYERWRIGHT_COUNTS, JSON.stringify({ passes, failures, pending, failed }));
      // Does not keep a run from ending, but ends one that something keeps alive: a test has left it running.
      setTimeout(() => {
        console.error(
          `The tests are over, but something keeps running: ${process.getActiveResourcesInfo().join(', ')}`,
        );
        process.exit(3);
      }, graceMs).unref();
    });
  }
};
