import type { Span } from './span';

/** A piece of the document that stands unchanged in the mapped text. Pieces are in order and do not overlap. */
export interface Piece {
  /** Offset in the mapped text. */
  readonly at: number;
  /** Offset in the document. */
  readonly from: number;
  readonly length: number;
}

/**
 * Text as a program sees it (continuations and comment lines removed, a heredoc's body, …) that remembers where in the
 * document each character stands.
 */
export class MappedText {
  constructor(
    readonly text: string,
    private readonly pieces: readonly Piece[],
  ) {}

  /** Text that stands in the document as it is, at `from`. */
  static unchanged(text: string, from: number): MappedText {
    return new MappedText(text, [{ at: 0, from, length: text.length }]);
  }

  /** One text after the other. */
  static join(parts: readonly MappedText[]): MappedText {
    const [first] = parts;
    if (first && parts.length === 1) return first;
    const pieces: Piece[] = [];
    let at = 0;
    for (const part of parts) {
      for (const piece of part.pieces) pieces.push({ at: at + piece.at, from: piece.from, length: piece.length });
      at += part.text.length;
    }
    return new MappedText(parts.map((part) => part.text).join(''), pieces);
  }

  /** Document offset of a character of this text; for the end of the text, the offset behind its last character. */
  toDocument(offset: number): number {
    const piece = this.pieces[this.pieceIndex(offset)];
    if (!piece) return 0;
    return piece.from + Math.max(0, Math.min(offset - piece.at, piece.length));
  }

  /** Document span of a span of this text: from its first character to behind its last one. */
  span(start: number, end: number): Span {
    const first = this.toDocument(start);
    return { start: first, end: end > start ? Math.max(first, this.toDocument(end - 1) + 1) : first };
  }

  /** A part of this text, with the place of each of its characters. An empty one keeps the place it was cut from. */
  slice(start: number, end: number = this.text.length): MappedText {
    const text = this.text.slice(start, end);
    if (text === '') return MappedText.unchanged('', this.toDocument(start));
    const pieces: Piece[] = [];
    for (let i = this.pieceIndex(start); i < this.pieces.length; i++) {
      const piece = this.pieces[i];
      if (!piece || piece.at >= end) break;
      const skipped = Math.max(0, start - piece.at);
      const length = Math.min(piece.length, end - piece.at) - skipped;
      pieces.push({ at: piece.at + skipped - start, from: piece.from + skipped, length });
    }
    return new MappedText(text, pieces);
  }

  private pieceIndex(offset: number): number {
    let low = 0;
    let high = this.pieces.length - 1;
    // One line, or the first one: most of what is asked for.
    if (high <= 0 || offset < (this.pieces[1]?.at ?? 0)) return 0;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.pieces[middle]?.at ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}

/** Collects pieces of the document into a mapped text. */
export class MappedTextBuilder {
  private readonly parts: string[] = [];
  private readonly pieces: Piece[] = [];
  private length = 0;

  /** Appends text that stands at `from`; text that differs from the document must be as long as what it stands for. */
  add(text: string, from: number): void {
    if (text === '') return;
    const last = this.pieces.at(-1);
    if (last && last.from + last.length === from) {
      this.pieces[this.pieces.length - 1] = { at: last.at, from: last.from, length: last.length + text.length };
    } else {
      this.pieces.push({ at: this.length, from, length: text.length });
    }
    this.parts.push(text);
    this.length += text.length;
  }

  /** `place` is the document offset of an empty result. */
  build(place: number): MappedText {
    if (this.pieces.length === 0) return MappedText.unchanged('', place);
    return new MappedText(this.parts.length === 1 ? (this.parts[0] ?? '') : this.parts.join(''), this.pieces);
  }
}
