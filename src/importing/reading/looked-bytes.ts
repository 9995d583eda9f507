/** Bytes whose beginning may be looked at before they are read. */
export class LookedBytes {
  private readonly seen: Buffer[] = [];
  private readonly rest: AsyncIterator<Buffer>;

  constructor(bytes: AsyncIterable<Buffer>) {
    this.rest = bytes[Symbol.asyncIterator]();
  }

  /** From the beginning, as far as somebody looks; what was looked at is kept for the others. */
  async *look(): AsyncGenerator<Buffer> {
    for (let place = 0; ; place++) {
      const piece = this.seen[place] ?? (await this.next());
      if (piece === undefined) return;
      yield piece;
    }
  }

  /** All of them, once. */
  async *read(): AsyncGenerator<Buffer> {
    yield* this.seen;
    yield* { [Symbol.asyncIterator]: () => this.rest };
  }

  private async next(): Promise<Buffer | undefined> {
    const { value, done } = await this.rest.next();
    if (done) return undefined;
    this.seen.push(value);
    return value;
  }
}
