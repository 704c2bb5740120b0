import type { OpenForecast } from '../cache/forecaster';
import type { Event } from '../shared/emitter';
import type { LineMap } from '../shared/line-map';
import type { LastBuild } from './last-builds';

/** A forecast, with the places of the text it was made for. */
export interface ToldForecast extends OpenForecast {
  readonly lines: LineMap;
}

/** Forecasts of Dockerfiles, each made once for what it is made of. */
export interface NextBuilds {
  /** Undefined: it is being built, or it cannot be read, or the engine cannot be asked. */
  of(build: LastBuild): Promise<ToldForecast | undefined>;
  /** What was told may not hold any more. */
  readonly onDidChange: Event<void>;
}
