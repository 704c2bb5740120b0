import {
  CodeLens,
  type CodeLensProvider,
  type Command,
  languages,
  Range,
  type TextDocument,
  window,
  workspace,
} from 'vscode';
import type { Dockerfile, Stage } from '../dockerfile/model';
import type { Settings } from '../host/settings';
import type { CommandId } from '../ids';
import { type Disposable, DisposableList } from '../shared/disposable';
import { Emitter, type Event } from '../shared/emitter';
import { isDockerfile } from './documents';
import { createLensChanges } from './lens-changes';

/** What the next build of a stage will do, in a few words. */
export interface StageOutlook {
  readonly text: string;
  readonly tooltip: string;
}

export interface BuildLensesOptions {
  readonly settings: Settings;
  readonly model: (document: TextDocument) => Promise<Dockerfile>;
  /** The stage was built before. */
  readonly hasOutlook: (stage: StageTarget) => boolean;
  /** Asked only for what can be seen; undefined: it cannot be told. */
  readonly outlook: (stage: StageTarget) => Promise<StageOutlook | undefined>;
  readonly onDidChangeOutlook: Event<void>;
}

/** Undefined `target`: the last stage. */
export interface StageTarget {
  readonly dockerfile: string;
  readonly target: string | undefined;
}

/** Above each FROM: build up to it, run what was built, and what the next build will do. */
export function registerBuildLenses(options: BuildLensesOptions): Disposable {
  const { settings, model, outlook, onDidChangeOutlook } = options;
  const owned = new DisposableList();
  const tells = owned.add(new Emitter<void>());
  const lenses = owned.add(createLensChanges({ shown: shownDockerfiles, tell: () => tells.fire() }));
  const outlooks = new WeakMap<CodeLens, () => Promise<StageOutlook | undefined>>();

  async function provide(document: TextDocument): Promise<CodeLens[]> {
    lenses.asked(document.uri.toString());
    if (!workspace.isTrusted || !isDockerfile(document) || !settings.build(document.uri).codeLens) return [];
    const file = await model(document);
    return file.stages.flatMap((stage) => {
      const { line } = file.lines.positionAt(stage.from.span.start);
      const range = new Range(line, 0, line, 0);
      const of: StageTarget = { dockerfile: document.uri.fsPath, target: targetOf(file, stage) };
      const next = new CodeLens(range);
      outlooks.set(next, () => outlook(of));
      const known = options.hasOutlook(of);
      return [
        new CodeLens(range, command('Build', 'layerwright.buildStage', of, `Build ${nameOf(stage)}`)),
        new CodeLens(range, command('Run', 'layerwright.runStage', of, `Run the image of ${nameOf(stage)}`)),
        ...(known ? [next] : []),
      ];
    });
  }

  const provider: CodeLensProvider = {
    onDidChangeCodeLenses: tells.event,
    provideCodeLenses: provide,
    resolveCodeLens: async (lens) => {
      const found = await outlooks.get(lens)?.();
      lens.command = {
        title: found?.text ?? 'Next build: not known',
        command: '',
        ...(found ? { tooltip: found.tooltip } : {}),
      };
      return lens;
    },
  };
  // Only files can be built.
  owned.add(languages.registerCodeLensProvider({ language: 'dockerfile', scheme: 'file' }, provider));
  owned.add(settings.onDidChange(['layerwright.build.codeLens'], lenses.changed));
  owned.add(workspace.onDidGrantWorkspaceTrust(lenses.changed));
  owned.add(onDidChangeOutlook(lenses.changed));
  return owned;
}

/** Those that have lenses. */
function shownDockerfiles(): readonly string[] {
  const documents = window.visibleTextEditors.map(({ document }) => document);
  return documents.filter((one) => isDockerfile(one) && one.uri.scheme === 'file').map(({ uri }) => uri.toString());
}

function targetOf({ stages }: Dockerfile, stage: Stage): string | undefined {
  return stage.index === stages.length - 1 ? undefined : (stage.name ?? String(stage.index));
}

function nameOf({ name, index }: Stage): string {
  return name === undefined ? `stage ${index}` : `the stage ${name}`;
}

function command(title: string, id: CommandId, of: StageTarget, tooltip: string): Command {
  return { title, command: id, arguments: [of], tooltip };
}
