import { endEverything } from './watchdog';

/** Loaded by every mocha run: ends engines, registries and windows of this process after the last test. */
export const mochaHooks = {
  async afterAll(this: Mocha.Context): Promise<void> {
    this.timeout(60_000);
    await endEverything();
  },
};
