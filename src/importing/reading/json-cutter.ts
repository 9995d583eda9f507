import { BegunItem, type Lines } from "./begun-item.js";
import { type Item, type ItemLimits, tooDeep } from "./item.js";
import { ListPlaces } from "./list-places.js";
import { ARRAY, ARRAY_END, OBJECT, OBJECT_END, OpenBrackets } from "./open-brackets.js";

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const NEWLINE = 0x0a;
const BYTE_ORDER_MARK = new Set([0xef, 0xbb, 0xbf]);
const SPACES = new Set([0x20, 0x09, 0x0d, NEWLINE]);
/** After these a value may begin. */
const BEFORE_VALUES = new Set([ARRAY, COLON, COMMA]);
const NOTHING = Buffer.alloc(0);

/**
 * Cuts JSON text that arrives in parts into its items: the elements of an array at the root, or each value at the root
 * (JSON lines). An object that has an array under the name `list` is no item, but the envelope of its elements. Only
 * one item is held at a time, up to the limits: one beyond them becomes a problem, and so does one that is not JSON;
 * after it, reading goes on at the next bracket or line that fits.
 */
export class JsonCutter {
  private readonly ready: Item[] = [];
  private readonly brackets: OpenBrackets;
  private readonly places = new ListPlaces();
  private item: BegunItem | undefined;
  private start = 0;
  private isText = false;
  private isEscaped = false;
  private text = "";
  private name = "";
  private before = COMMA;
  private isBegun = false;
  private isLineStart = true;
  private isIndented = false;
  private line = 1;
  /** Whether lines are read once more, since what they seemed to be a part of was no item. */
  private isAgain = false;

  constructor(
    private readonly limits: ItemLimits,
    private readonly list?: string,
  ) {
    this.brackets = new OpenBrackets(limits.depth);
  }

  /** The items that end in this part of the file. */
  push(chunk: Buffer): Item[] {
    this.read(chunk);
    return this.ready.splice(0);
  }

  private read(chunk: Buffer): void {
    this.start = 0;
    for (let at = 0; at < chunk.length; at++) {
      const byte = chunk[at] as number;
      if (this.isText && byte !== NEWLINE) at = this.readText(chunk, at, byte);
      else if (SPACES.has(byte)) this.readSpace(chunk, at, byte);
      else if (this.isBegun || !BYTE_ORDER_MARK.has(byte)) this.readSign(chunk, at, byte);
    }
    this.keep(chunk, chunk.length);
  }

  /** What the file's end leaves open. */
  end(): Item[] {
    if (this.brackets.depth > 0 && !this.isInItem) {
      this.ready.push({
        ...this.places.next(this.line),
        problem: "must be followed by the end of its list: the file ends before it",
        end: "cut",
      });
    }
    // What is read once more may leave another one open.
    while (this.item) {
      const { item, isInItem } = this;
      if (isInItem) item.problem ??= "must be JSON: it does not end";
      this.cut(NOTHING, 0);
      const last = this.ready.at(-1);
      // Where lines were read once more and end, it is one before them that does not.
      if (isInItem && last && !item.doubted) last.end = "cut";
    }
    return this.ready.splice(0);
  }

  /** Whether something is open that an item has begun. */
  private get isInItem(): boolean {
    return this.item !== undefined && (this.isText || this.brackets.depthOfItem > 0);
  }

  /** Reads a character of a text, and what follows it that means nothing. Answers where the last of them is. */
  private readText(chunk: Buffer, at: number, byte: number): number {
    if (this.isEscaped) this.isEscaped = false;
    else if (byte === BACKSLASH) this.isEscaped = true;
    else if (byte === QUOTE) this.isText = false;
    else if (this.text.length <= (this.list?.length ?? -1)) this.text += String.fromCharCode(byte);
    else return endOfPlain(chunk, at);
    return at;
  }

  private readSpace(chunk: Buffer, at: number, byte: number): void {
    this.isIndented = byte !== NEWLINE;
    if (byte !== NEWLINE) return;
    this.line += 1;
    this.isLineStart = true;
    this.isEscaped = false;
    while (this.item && this.brackets.isAtRoot && (this.isText || this.brackets.depth === 0)) {
      // JSON has no line break in a text, so that a quotation mark is missing; the next line is another value.
      if (this.isText) this.item.problem ??= "must be JSON: a text does not end on its line";
      this.cut(chunk, at);
    }
  }

  private readSign(chunk: Buffer, at: number, byte: number): void {
    const isNewLine = this.isLineStart;
    this.isBegun = true;
    this.isLineStart = false;
    if (isNewLine && byte === OBJECT) this.readLineStart(chunk, at);
    const { depthOfItem, isAtRoot } = this.brackets;
    if (depthOfItem === 0) {
      if (!isAtRoot && (byte === COMMA || byte === ARRAY_END)) this.cut(chunk, at);
      else if (!this.item && !(isAtRoot && byte === ARRAY)) this.begin(at);
    }
    this.before = byte;
    if (byte === QUOTE) {
      this.isText = true;
      this.text = "";
    } else if (byte === COLON) this.name = depthOfItem === 1 ? this.text : "";
    else if (byte === COMMA) this.name = "";
    else if (byte === ARRAY || byte === OBJECT) this.enter(byte);
    else if (byte === ARRAY_END || byte === OBJECT_END) this.leave(chunk, at, byte);
  }

  /** A line that begins with an object, as those of JSON lines do: where no value may begin, the one before has no end. */
  private readLineStart(chunk: Buffer, at: number): void {
    while (this.item && this.brackets.isAtRoot) {
      // Where one may begin, only the end of the item shows that it was another one.
      if (BEFORE_VALUES.has(this.before) && (this.isIndented || !this.isAgain)) {
        if (!this.isIndented) this.item.doubtAt(this.line, at - this.start);
        return;
      }
      this.item.problem ??= "must be JSON: it does not end on its line";
      this.cut(chunk, at);
    }
  }

  private enter(byte: number): void {
    const { brackets } = this;
    // The name under which an envelope has its items.
    const isInEnvelope = this.name === this.list && brackets.isInEnvelope;
    const isList = byte === ARRAY && (this.item || brackets.depth > 0 ? isInEnvelope : true);
    this.name = "";
    brackets.enter(byte);
    if (isList) {
      // What has a list of items was counted as one.
      if (this.item) this.places.uncount();
      this.item = undefined;
      brackets.enterList();
      this.places.enter();
    } else if (this.item && brackets.depthOfItem > this.limits.depth) this.item.problem ??= tooDeep(this.limits);
  }

  private leave(chunk: Buffer, at: number, byte: number): void {
    const isEndOfList = this.brackets.leave(byte);
    if (isEndOfList && !this.item) {
      this.brackets.leaveList();
      this.places.leave();
    }
    if (this.item && this.brackets.depthOfItem === 0) this.cut(chunk, at + 1);
  }

  private begin(at: number): void {
    this.item = new BegunItem(this.places.begin(this.line), this.limits);
    this.start = at;
  }

  private keep(chunk: Buffer, end: number): void {
    this.item?.bytes.add(chunk.subarray(this.start, end));
    this.start = end;
  }

  private cut(chunk: Buffer, end: number): void {
    this.keep(chunk, end);
    const { item } = this;
    this.item = undefined;
    this.isText = false;
    this.brackets.leaveItem();
    if (!item) return;
    const read = item.end();
    this.ready.push(read);
    if ("problem" in read && item.doubted) this.readAgain(item.doubted);
  }

  /** Reads lines that were no part of an item, each by itself: none is read a third time. */
  private readAgain({ line, bytes }: Lines): void {
    const { start, isLineStart, isIndented, line: lineAfter } = this;
    Object.assign(this, { line, isLineStart: true, isIndented: false, isAgain: true });
    this.read(bytes);
    Object.assign(this, { start, isLineStart, isIndented, line: lineAfter, isAgain: false });
  }
}

/** The index of the last byte, from `at` on, that neither ends nor escapes nor breaks a text. */
function endOfPlain(chunk: Buffer, at: number): number {
  let next = at + 1;
  while (next < chunk.length) {
    const byte = chunk[next] as number;
    if (byte === QUOTE || byte === BACKSLASH || byte === NEWLINE) break;
    next += 1;
  }
  return next - 1;
}
