import { BoundedBytes } from "./bounded-bytes.js";
import { type Item, type ItemLimits, type Place, tooDeep, tooLarge } from "./item.js";
import { ListPlaces } from "./list-places.js";

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const ARRAY = 0x5b;
const ARRAY_END = 0x5d;
const OBJECT = 0x7b;
const OBJECT_END = 0x7d;
const COMMA = 0x2c;
const COLON = 0x3a;
const NEWLINE = 0x0a;
const BYTE_ORDER_MARK = new Set([0xef, 0xbb, 0xbf]);
const SPACES = new Set([0x20, 0x09, 0x0d, NEWLINE]);
const OPENERS = new Map([
  [ARRAY_END, ARRAY],
  [OBJECT_END, OBJECT],
]);
/** After these a value may begin. */
const BEFORE_VALUES = new Set([ARRAY, COLON, COMMA]);
/** An item on its way. */
interface Begun extends Place {
  bytes: BoundedBytes;
  problem?: string;
}

/** Levels around an item: an array, an object in it, the array that this has. */
const AROUND = 3;

/**
 * Cuts JSON text that arrives in parts into its items: the elements of an array at the root, or each value at the root
 * (JSON lines). An object that has an array under the name `list` is no item, but the envelope of its elements. Only
 * one item is held at a time, up to the limits: one beyond them becomes a problem, and so does one that is not JSON;
 * after it, reading goes on at the next bracket or line that fits.
 */
export class JsonCutter {
  private readonly ready: Item[] = [];
  private readonly open: number[] = [];
  /** Open brackets that are not remembered one by one, because no item may be so deep. */
  private unlisted = 0;
  /** How many brackets are open where an item may begin; more while inside an array of items. */
  private readonly bases = [0];
  private readonly places = new ListPlaces();
  private item: Begun | undefined;
  private start = 0;
  private isText = false;
  private isEscaped = false;
  private text = "";
  private name = "";
  private before = COMMA;
  private isBegun = false;
  private isLineStart = true;
  private line = 1;

  constructor(
    private readonly limits: ItemLimits,
    private readonly list?: string,
  ) {}

  /** The items that end in this part of the file. */
  push(chunk: Buffer): Item[] {
    this.start = 0;
    for (let at = 0; at < chunk.length; at++) {
      const byte = chunk[at] as number;
      if (this.isText && byte !== NEWLINE) at = this.readText(chunk, at, byte);
      else if (SPACES.has(byte)) this.readSpace(chunk, at, byte);
      else if (this.isBegun || !BYTE_ORDER_MARK.has(byte)) this.readSign(chunk, at, byte);
    }
    this.keep(chunk, chunk.length);
    return this.ready.splice(0);
  }

  /** What the file's end leaves open. */
  end(): Item[] {
    if (this.item && (this.isText || this.depth > this.base)) this.item.problem ??= "must be JSON: it does not end";
    else if (this.depth > 0)
      this.ready.push({
        ...this.places.next(this.line),
        problem: "must be followed by the end of its list: the file ends before it",
      });
    this.finish();
    return this.ready.splice(0);
  }

  private get depth(): number {
    return this.open.length + this.unlisted;
  }

  private get base(): number {
    return this.bases.at(-1) as number;
  }

  private get isAtRoot(): boolean {
    return this.bases.length === 1;
  }

  /** Whether the value that begins has the name under which an envelope has its items. */
  private get isInEnvelope(): boolean {
    return (
      this.name === this.list &&
      this.depth === this.base + 1 &&
      this.open.at(-1) === OBJECT &&
      this.bases.length < AROUND
    );
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
    if (byte !== NEWLINE) return;
    this.line += 1;
    this.isLineStart = true;
    this.isEscaped = false;
    if (!this.item || !this.isAtRoot) return;
    // JSON has no line break in a text, so that a quotation mark is missing; the next line is another value.
    if (this.isText) this.item.problem ??= "must be JSON: a text does not end on its line";
    else if (this.depth > 0) return;
    this.cut(chunk, at);
  }

  private readSign(chunk: Buffer, at: number, byte: number): void {
    const isNewLine = this.isLineStart;
    this.isBegun = true;
    this.isLineStart = false;
    // A line that begins with a value where none may begin: the one before has no end.
    if (isNewLine && byte === OBJECT && this.item && this.isAtRoot && !BEFORE_VALUES.has(this.before)) {
      this.item.problem ??= "must be JSON: it does not end on its line";
      this.cut(chunk, at);
    }
    if (this.depth === this.base) {
      if (!this.isAtRoot && (byte === COMMA || byte === ARRAY_END)) this.cut(chunk, at);
      else if (!this.item && !(this.isAtRoot && byte === ARRAY)) this.begin(at);
    }
    this.before = byte;
    if (byte === QUOTE) {
      this.isText = true;
      this.text = "";
    } else if (byte === COLON) this.name = this.depth === this.base + 1 ? this.text : "";
    else if (byte === COMMA) this.name = "";
    else if (byte === ARRAY || byte === OBJECT) this.enter(byte);
    else if (byte === ARRAY_END || byte === OBJECT_END) this.leave(chunk, at, byte);
  }

  private enter(byte: number): void {
    const isList = byte === ARRAY && (this.item || this.depth > 0 ? this.isInEnvelope : true);
    this.name = "";
    if (this.open.length < this.limits.depth + AROUND) this.open.push(byte);
    else this.unlisted += 1;
    if (isList) {
      // What has a list of items was counted as one.
      if (this.item) this.places.uncount();
      this.item = undefined;
      this.bases.push(this.depth);
      this.places.enter();
    } else if (this.item && this.depth - this.base > this.limits.depth) this.item.problem ??= tooDeep(this.limits);
  }

  private leave(chunk: Buffer, at: number, byte: number): void {
    if (this.unlisted > 0) {
      this.unlisted -= 1;
      return;
    }
    const opener = this.open.lastIndexOf(OPENERS.get(byte) as number);
    const isOfItem = opener >= this.base;
    if (isOfItem) this.open.length = opener;
    else if (!this.item && !this.isAtRoot && opener === this.base - 1) this.leaveList(opener);
    if (this.item && this.depth === this.base) this.cut(chunk, at + 1);
  }

  private leaveList(opener: number): void {
    this.open.length = opener;
    this.bases.pop();
    this.places.leave();
  }

  private begin(at: number): void {
    this.item = { ...this.places.begin(this.line), bytes: new BoundedBytes(this.limits.bytes) };
    this.start = at;
  }

  private keep(chunk: Buffer, end: number): void {
    this.item?.bytes.add(chunk.subarray(this.start, end));
    this.start = end;
  }

  private cut(chunk: Buffer, end: number): void {
    this.keep(chunk, end);
    this.finish();
    this.isText = false;
    this.unlisted = 0;
    this.open.length = this.base;
  }

  private finish(): void {
    const { item } = this;
    this.item = undefined;
    if (item) this.ready.push(itemOf(item, this.limits));
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

function itemOf({ bytes, problem, ...place }: Begun, limits: ItemLimits): Item {
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
