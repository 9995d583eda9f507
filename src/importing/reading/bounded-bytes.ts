const UTF_8 = new TextDecoder("utf-8", { fatal: true });

/** Bytes that arrive in parts and are kept up to a limit; beyond it they are counted and let go. */
export class BoundedBytes {
  private parts: Buffer[] = [];
  /** How many there were. */
  size = 0;

  constructor(private readonly limit: number) {}

  add(part: Buffer): void {
    this.size += part.length;
    if (this.size <= this.limit) this.parts.push(part);
    else this.parts = [];
  }

  get isOver(): boolean {
    return this.size > this.limit;
  }

  /** All parts; nothing where there were too many. */
  whole(): Buffer {
    return Buffer.concat(this.parts);
  }

  /** The text of all parts; undefined when they are not UTF-8. */
  text(): string | undefined {
    try {
      return UTF_8.decode(this.whole());
    } catch {
      return undefined;
    }
  }
}
