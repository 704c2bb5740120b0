import type { MappedText } from '../shared/mapped-text';
import type { ReadHeredocs } from './heredocs';
import type { Stage } from './model';

/** What an instruction is made from. */
export interface Source {
  /** Its joined text. */
  readonly line: MappedText;
  readonly escaper: '\\' | '`';
  readonly heredocs: ReadHeredocs | undefined;
  /** Document offset of its end. */
  readonly end: number;
  readonly index: number;
  readonly stage: Stage | undefined;
  readonly onbuild: boolean;
  /** The earlier stage a `--from` names. */
  readonly findStage: (name: string) => Stage | undefined;
}
