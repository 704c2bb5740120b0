import type { EngineChoice, EnginePlaces } from '../engine/contexts';
import type { Endpoint } from '../engine/endpoints';
import type { Engine } from '../engine/engine';
import type { Machine } from '../engine/this-machine';
import { type Disposable, DisposableList } from '../shared/disposable';
import { Emitter, type Event } from '../shared/emitter';

/** Engines the person may choose from, and the choice. */
export interface Engines {
  /** Where endpoints come from, as it is now. */
  machine(): Machine;
  /** Reads small files; connects to nothing. */
  places(): Promise<EnginePlaces>;
  readonly setting: EngineChoice;
  /** Sets it in the settings; without either, the engine is found as the docker command finds it. */
  choose(choice: EngineChoice): Promise<void>;
  /** An engine besides the one that is used; whoever asks disposes of it. */
  connect(endpoint: Endpoint): Promise<Engine>;
  /** Contexts were made or removed, or another one was chosen. */
  readonly onDidChange: Event<void>;
  /** Says so, for those who write contexts. */
  changed(): void;
}

export function createEngines(options: {
  readonly machine: () => Machine;
  readonly setting: () => EngineChoice;
  readonly choose: (choice: EngineChoice) => Promise<void>;
  readonly connect: (endpoint: Endpoint) => Promise<Engine>;
}): Engines & Disposable {
  const owned = new DisposableList();
  const changes = owned.add(new Emitter<void>());
  return {
    machine: options.machine,
    places: async () => (await import('../engine/contexts')).listPlaces(options.machine(), options.setting()),
    get setting() {
      return options.setting();
    },
    choose: options.choose,
    connect: options.connect,
    onDidChange: changes.event,
    changed: () => changes.fire(),
    dispose: () => owned.dispose(),
  };
}
