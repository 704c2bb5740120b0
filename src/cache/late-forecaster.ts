import type { Forecaster } from './forecaster';

/** Loads forecasts with the first one. Rejects when the folder of records cannot be made; the next one tries again. */
export function createLateForecaster(): Pick<Forecaster, 'forecast'> {
  let made: Promise<Forecaster> | undefined;
  const make = async (): Promise<Forecaster> => new (await import('./forecaster')).Forecaster();
  return {
    async forecast(request) {
      made ??= make();
      try {
        await made;
      } catch (error) {
        made = undefined;
        throw error;
      }
      return (await made).forecast(request);
    },
  };
}
