// Mocha's own output, and at the end the counts in the file that LAYERWRIGHT_COUNTS names, where test/run.mjs reads them.
const { writeFileSync } = require('node:fs');
const { reporters, Runner } = require('mocha');

const graceMs = 60_000;

module.exports = class CountReporter extends reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    runner.once(Runner.constants.EVENT_RUN_END, () => {
      const { passes, failures, pending } = runner.stats;
      if (process.env.LAYERWRIGHT_COUNTS)
        writeFileSync(process.env.LAYERWRIGHT_COUNTS, JSON.stringify({ passes, failures, pending }));
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
