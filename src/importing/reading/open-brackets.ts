export const ARRAY = 0x5b;
export const ARRAY_END = 0x5d;
export const OBJECT = 0x7b;
export const OBJECT_END = 0x7d;

const OPENERS = new Map([
  [ARRAY_END, ARRAY],
  [OBJECT_END, OBJECT],
]);

/** Levels around an item: an array, an object in it, the array that this has. */
const AROUND = 3;

/** Which brackets of a JSON text are open, and between which of them items stand. */
export class OpenBrackets {
  private readonly open: number[] = [];
  /** Those that are not remembered one by one, because no item may be so deep. */
  private unlisted = 0;
  /** How many are open where an item may begin; more while inside an array of items. */
  private readonly bases = [0];

  /** `limit` is how deep an item may be. */
  constructor(private readonly limit: number) {}

  get depth(): number {
    return this.open.length + this.unlisted;
  }

  /** How many of them are open within the item. */
  get depthOfItem(): number {
    return this.depth - (this.bases.at(-1) as number);
  }

  /** Whether items stand in no array. */
  get isAtRoot(): boolean {
    return this.bases.length === 1;
  }

  /** Whether what begins is a value of an object that may be an envelope. */
  get isInEnvelope(): boolean {
    return this.depthOfItem === 1 && this.open.at(-1) === OBJECT && this.bases.length < AROUND;
  }

  enter(bracket: number): void {
    if (this.open.length < this.limit + AROUND) this.open.push(bracket);
    else this.unlisted += 1;
  }

  /** The bracket that was entered last is an array of items. */
  enterList(): void {
    this.bases.push(this.depth);
  }

  /** Closes a bracket within the item. Answers whether it is the one that closes the array of items instead. */
  leave(bracket: number): boolean {
    if (this.unlisted > 0) {
      this.unlisted -= 1;
      return false;
    }
    const base = this.bases.at(-1) as number;
    const opener = this.open.lastIndexOf(OPENERS.get(bracket) as number);
    if (opener >= base) this.open.length = opener;
    return !this.isAtRoot && opener === base - 1;
  }

  leaveList(): void {
    this.open.length = (this.bases.pop() as number) - 1;
  }

  /** Lets go of those that the item has left open. */
  leaveItem(): void {
    this.unlisted = 0;
    this.open.length = this.bases.at(-1) as number;
  }
}
