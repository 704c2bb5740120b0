/** A step that a build has taken from the cache or run to its end. */
export interface StepRecord {
  /** Digest of operation, parent and inputs. */
  readonly key: string;
  readonly operation: string;
  /** Key of what it stands on, and of its other inputs in order. */
  readonly parent: string;
  readonly inputs: readonly string[];
  /** Something among its inputs is known by how it was made: another key may stand for the same files. */
  readonly opaque?: true;
  /** Its place in its Dockerfile. */
  readonly place: string;
  readonly ingredients: Readonly<Record<string, string>>;
  /** Of the run that made it. */
  readonly seconds?: number;
  readonly bytes?: number;
  /**
   * Another step whose result this one's is, bit for bit: the builder took it although an input's key was new. Or a name of its own
   * for what was made a second time, which is what is found from then on.
   */
  readonly same?: string;
  /** A build that failed says so, and such builds call steps cached that are not there. */
  readonly unsure?: true;
  /** It is one of these, but nobody can tell which. */
  readonly oneOf?: readonly string[];
}

/** One build: what it did, as far as it got. */
export interface BuildRecord {
  readonly version: 1;
  /** Milliseconds since the epoch. */
  readonly time: number;
  /** Which Dockerfile and which target. */
  readonly subject: string;
  /** Of a build that ended well. */
  readonly image?: string;
  readonly steps: readonly StepRecord[];
  /** Operations of steps that it made from something unknown. */
  readonly loose?: readonly string[];
}

/** Everything an engine's builder is known to have, for looking up. */
export class RecordBook {
  private readonly steps = new Map<string, StepRecord>();
  private readonly byShape = new Map<string, Set<string>>();
  private readonly subjects = new Map<string, BuildRecord>();
  private readonly loose = new Set<string>();
  private readonly times = new Map<string, number>();
  private readonly timings = new Map<string, Pick<StepRecord, 'seconds' | 'bytes'>>();

  constructor(builds: Iterable<BuildRecord> = []) {
    for (const build of builds) this.add(build);
  }

  add(build: BuildRecord): void {
    this.subjects.set(build.subject, build);
    for (const operation of build.loose ?? []) this.loose.add(operation);
    for (const step of build.steps) {
      this.remember(step);
      this.times.set(step.key, build.time);
      if (step.seconds === undefined) continue;
      this.timings.set(step.operation, step);
      this.timings.set(`${build.subject} ${step.place}`, step);
    }
  }

  get(key: string): StepRecord | undefined {
    return this.steps.get(key);
  }

  /** Whether there is a step of that operation of which nobody knows what it was made from. */
  isLoose(operation: string): boolean {
    return this.loose.has(operation);
  }

  /** When a build last proved that the builder has it, in milliseconds since the epoch. */
  confirmed(key: string): number {
    return this.times.get(key) ?? 0;
  }

  /** Records of the same operation on the same step, whatever else they were made from. */
  alike(operation: string, parent: string): readonly StepRecord[] {
    return [...(this.byShape.get(`${operation} ${parent}`) ?? [])].flatMap((key) => this.steps.get(key) ?? []);
  }

  /** The last build of a Dockerfile. */
  last(subject: string): BuildRecord | undefined {
    return this.subjects.get(subject);
  }

  /** What a step took when it ran: the same one, or the one in its place. */
  timing(key: string, operation: string, subject: string, place: string): Pick<StepRecord, 'seconds' | 'bytes'> {
    const own = this.steps.get(key);
    if (own?.seconds !== undefined) return own;
    return this.timings.get(operation) ?? this.timings.get(`${subject} ${place}`) ?? {};
  }

  private remember(step: StepRecord): void {
    const known = this.steps.get(step.key);
    // A later build that took it from the cache knows less about it.
    if (known && step.unsure && !known.unsure) return;
    const { unsure, ...before } = known ?? step;
    this.steps.set(step.key, { ...before, ...step });
    const shape = `${step.operation} ${step.parent}`;
    const keys = this.byShape.get(shape) ?? new Set();
    this.byShape.set(shape, keys.add(step.key));
  }
}
