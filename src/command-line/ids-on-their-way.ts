import { SeenIds } from "./seen-ids.js";

/** Which ids of a file are in. One whose item was refused is free for a later item. */
export class IdsOnTheirWay {
  private readonly seen = new SeenIds();
  /** By the ids that are on their way, what ends with the last item that has them and never rejects. */
  private readonly onTheirWay = new Map<string, Promise<void>>();

  /** Whether one of them is in. */
  has(ids: readonly string[]): boolean {
    return ids.some((id) => this.seen.has(id));
  }

  /**
   * Runs what takes an item in, after all earlier items that have one of its ids; they are in when `isIn` says so of what it
   * answers. Ids are held from the call on, so that a later item waits for one that waits itself.
   */
  async inTurn<T>(ids: readonly string[], take: () => Promise<T>, isIn: (taken: T) => boolean): Promise<T> {
    const taken = Promise.all(ids.map((id) => this.onTheirWay.get(id))).then(take);
    const ended: Promise<void> = taken.then(isIn, () => false).then((areIn) => this.end(ids, ended, areIn));
    for (const id of ids) this.onTheirWay.set(id, ended);
    await ended;
    return taken;
  }

  private end(ids: readonly string[], ended: Promise<void>, areIn: boolean): void {
    for (const id of ids) {
      if (this.onTheirWay.get(id) === ended) this.onTheirWay.delete(id);
      if (areIn) this.seen.add(id);
    }
  }
}
