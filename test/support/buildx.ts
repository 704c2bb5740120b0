import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import type { BuildStep } from '../../src/engine/build-progress';
import { createStatusReader } from '../../src/engine/buildkit-status';
import { createRawJsonReader } from '../../src/engine/dockerode/buildx/rawjson';
import { startEngine, type TestEngine } from './engine';
import { atEnd } from './watchdog';

/** What a build in a terminal did. */
export interface TypedBuild {
  readonly exitCode: number | undefined;
  /** Last states. */
  readonly steps: readonly BuildStep[];
  /** What the command said besides. */
  readonly words: string;
}

/** An engine that keeps a history of builds, and a terminal beside it. */
export interface BuildxEngine {
  readonly test: TestEngine;
  readonly terminal: Terminal;
}

let shared: Promise<BuildxEngine> | undefined;

/** Of this test process. LAYERWRIGHT_DOCKERD names it; else it is that of the next Debian release, which is fetched once (74 MB). */
export function buildxEngine(): Promise<BuildxEngine> {
  shared ??= startBuildx();
  return shared;
}

async function startBuildx(): Promise<BuildxEngine> {
  if (!process.env.LAYERWRIGHT_DOCKERD) {
    const { engine26 } = await import('./engine26.mjs');
    process.env.LAYERWRIGHT_DOCKERD = engine26();
  }
  const test = await startEngine({ name: 'buildx' });
  return { test, terminal: new Terminal(test.dockerHost, dirname(process.env.LAYERWRIGHT_DOCKERD)) };
}

/** Milliseconds: what is older than that is older than the build. */
const pause = 80;

/** Runs `docker buildx build` as a person would, with notes of its own in a new folder. */
export class Terminal {
  private readonly config = mkdtempSync(join(tmpdir(), 'layerwright-buildx-'));
  /** Of buildx's notes. */
  readonly folder = join(this.config, 'buildx');
  private readonly program: string;
  /** For another program that is to find its notes. */
  readonly env = { DOCKER_CONFIG: this.config };

  constructor(
    private readonly host: string,
    beside: string,
  ) {
    const first = (...files: readonly string[]) => files.find((file) => existsSync(file)) ?? '';
    const plugin = join('cli-plugins', 'docker-buildx');
    atEnd({ kind: 'folder', path: this.config }, async () => rmSync(this.config, { recursive: true, force: true }));
    this.program = first(join(beside, 'docker'), join(beside, '..', 'bin', 'docker'));
    mkdirSync(join(this.config, 'cli-plugins'));
    symlinkSync(
      first(join(beside, 'docker-buildx'), join(beside, '..', 'libexec', 'docker', plugin)),
      join(this.config, plugin),
    );
  }

  build(cwd: string, args: readonly string[] = ['.'], input = ''): Promise<TypedBuild> {
    return this.run('build', cwd, args, input);
  }

  /** Builds targets of `docker-bake.hcl`, as `docker compose build` does with those of its file. */
  bake(cwd: string, args: readonly string[] = []): Promise<TypedBuild> {
    return this.run('bake', cwd, args, '');
  }

  private async run(command: string, cwd: string, args: readonly string[], input: string): Promise<TypedBuild> {
    await sleep(pause);
    const child = spawn(this.program, ['buildx', command, '--progress=rawjson', ...args], {
      cwd,
      stdio: ['pipe', 'ignore', 'pipe'],
      env: { PATH: process.env.PATH, HOME: this.config, DOCKER_CONFIG: this.config, DOCKER_HOST: this.host },
    });
    const exited = new Promise<number | undefined>((done, fail) => {
      child.on('error', fail);
      child.on('close', (code) => done(code ?? undefined));
    });
    child.stdin.end(input);
    const raw = createRawJsonReader();
    const reader = createStatusReader();
    const steps = new Map<string, BuildStep>();
    let words = '';
    for await (const line of createInterface({ input: child.stderr })) {
      const said = raw.take(line);
      if (typeof said === 'string') words += `${said}\n`;
      else if (said) for (const event of reader.read(said)) if (event.type === 'step') steps.set(event.id, event);
    }
    return { exitCode: await exited, steps: [...steps.values()], words };
  }
}
