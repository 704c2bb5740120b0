import type { FromInstruction } from '../../dockerfile/model';
import { hadolintImage, stageKey } from './image-name';

/**
 * Something that is true of a stage and of those that start from it, as hadolint follows it: stages are known by their
 * alias or image name, so two without an alias on one image share what they have. Nothing holds in front of the first FROM
 * that would hold behind it.
 */
export class StageFlag {
  private readonly flags = new Map<string, boolean>();
  private key: string | undefined;

  get holds(): boolean {
    return this.flags.get(this.key ?? '') ?? false;
  }

  enter(from: FromInstruction): void {
    const inherited = this.key !== undefined && (this.flags.get(hadolintImage(from).name) ?? false);
    this.key = stageKey(from);
    this.flags.set(this.key, inherited);
  }

  set(): void {
    this.flags.set(this.key ?? '', true);
  }
}
