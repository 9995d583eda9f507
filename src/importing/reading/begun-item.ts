import { BoundedBytes } from "./bounded-bytes.js";
import { type Item, type ItemLimits, type Place, tooLarge } from "./item.js";

const BRACKET_ALONE = /^\{[ \t\r]*\n/;

/** Bytes of a file, and the line that they begin. */
export interface Lines {
  line: number;
  bytes: Buffer;
}

/** An item on its way. */
export class BegunItem {
  readonly bytes: BoundedBytes;
  /** Why it cannot be read, as far as that is known. */
  problem: string | undefined;
  private doubt: { line: number; offset: number } | undefined;

  constructor(
    private readonly place: Place,
    private readonly limits: ItemLimits,
  ) {
    this.bytes = new BoundedBytes(limits.bytes);
  }

  /** Notes where another item may have begun, so many bytes after those that are kept, in case that this one is none. */
  doubtAt(line: number, more: number): void {
    this.doubt ??= { line, offset: this.bytes.size + more };
  }

  /** The item as it was read. */
  end(): Item {
    const { place, limits, bytes, problem } = this;
    if (bytes.isOver) return { ...place, problem: tooLarge(limits) };
    if (problem !== undefined) return { ...place, problem };
    const text = bytes.text();
    if (text === undefined) return { ...place, problem: "must be UTF-8" };
    try {
      return { ...place, value: JSON.parse(text) };
    } catch {
      return { ...place, problem: "must be JSON" };
    }
  }

  /**
   * From where another item may have begun in it; undefined where none may, or where the bytes are let go. In an item whose
   * first line is nothing but a bracket, lines are no items.
   */
  get doubted(): Lines | undefined {
    if (!this.doubt || this.bytes.isOver) return undefined;
    const { line, offset } = this.doubt;
    const bytes = this.bytes.whole();
    return BRACKET_ALONE.test(bytes.toString("latin1", 0, offset))
      ? undefined
      : { line, bytes: bytes.subarray(offset) };
  }
}
