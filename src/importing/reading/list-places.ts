import type { Place } from "./item.js";

/** An array of items: which one of the file it is, once it has an item, and how many have begun in it. */
interface List {
  number?: number | undefined;
  length: number;
}

/** Where items stand in a file that may have several arrays of them, one in another. */
export class ListPlaces {
  /** Those that are open. */
  private readonly lists: List[] = [];
  private count = 0;
  /** How many items stand in none of them. */
  private lines = 0;

  enter(): void {
    this.lists.push({ length: 0 });
  }

  leave(): void {
    this.lists.pop();
  }

  /** Counts an item that begins; outside of any array it stands on its line. */
  begin(line: number): Place {
    const list = this.lists.at(-1);
    if (list) list.number ??= this.nextNumber();
    const place = this.next(line);
    if (list) list.length += 1;
    else this.lines += 1;
    return place;
  }

  /** Takes back that an item has begun, since it is an envelope. */
  uncount(): void {
    const list = this.lists.at(-1);
    if (!list) this.lines -= 1;
    else if (--list.length === 0) {
      list.number = undefined;
      this.count -= 1;
    }
  }

  /** Where an item would stand. */
  next(line: number): Place {
    const list = this.lists.at(-1);
    if (!list) return { line };
    return list.number ? { line: list.length, list: list.number } : { line: list.length };
  }

  /** Only the first one needs no number, and not after items with lines of their own: an index alone would look like one. */
  private nextNumber(): number {
    if (this.lines > 0) this.count ||= 1;
    return this.count++;
  }
}
