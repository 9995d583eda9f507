import { SeenIds } from "./seen-ids.js";

/** Which ids of a file are in. One whose item was refused is free for a later item. */
export class IdsOnTheirWay {
  private readonly seen = new SeenIds();
  /** By the ids that are on their way, what ends then and never rejects. */
  private readonly onTheirWay = new Map<string, Promise<void>>();

  /** The end of an earlier item that has one of the ids and is on its way; undefined where there is none at this moment. */
  earlier(ids: readonly string[]): Promise<void> | undefined {
    return ids.map((id) => this.onTheirWay.get(id)).find((ended) => ended !== undefined);
  }

  /** Whether one of them is in. */
  has(ids: readonly string[]): boolean {
    return ids.some((id) => this.seen.has(id));
  }

  /** Runs what takes the item with these ids in; they are in when `isIn` says so of what it answers. */
  async run<T>(ids: readonly string[], take: () => Promise<T>, isIn: (taken: T) => boolean): Promise<T> {
    const taken = take();
    const ended = taken.then(isIn, () => false).then((areIn) => this.end(ids, areIn));
    for (const id of ids) this.onTheirWay.set(id, ended);
    await ended;
    return taken;
  }

  private end(ids: readonly string[], areIn: boolean): void {
    for (const id of ids) {
      this.onTheirWay.delete(id);
      if (areIn) this.seen.add(id);
    }
  }
}
