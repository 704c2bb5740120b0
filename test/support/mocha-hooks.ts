import { pictureFailure } from './failure-pictures';
import { endEverything } from './watchdog';

/** Loaded by every mocha run: pictures windows in which a test failed, ends what this process started after the last test. */
export const mochaHooks = {
  async afterEach(this: Mocha.Context): Promise<void> {
    const { currentTest } = this;
    if (currentTest?.state === 'failed') await pictureFailure(currentTest.fullTitle());
  },
  async afterAll(this: Mocha.Context): Promise<void> {
    this.timeout(60_000);
    await endEverything();
  },
};
