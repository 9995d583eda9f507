import type { BroughtSecret } from "../services/imports/brought-client.js";
import { SeenIds } from "./seen-ids.js";

/** How many clients a note names. */
const MAX_NAMED = 10;

/** Which clients of a file have a secret that an earlier one has, too, in the memory of `SeenIds` for each secret. */
export class SharedSecrets {
  private readonly seen = new SeenIds();
  private readonly named: string[] = [];
  private clients = 0;

  add(clientId: string, secrets: readonly BroughtSecret[]): void {
    const texts = new Set(secrets.map(({ text }) => text));
    const known = [...texts].filter((text) => !this.seen.add(text));
    if (known.length === 0) return;
    this.clients += 1;
    if (this.named.length < MAX_NAMED) this.named.push(clientId);
  }

  /** What is so of them, and of how many; undefined where it is so of none. */
  get note(): [note: string, clients: number] | undefined {
    if (this.clients === 0) return undefined;
    const more = this.clients > this.named.length ? ` and ${this.clients - this.named.length} more` : "";
    const who = `${this.named.join(", ")}${more}`;
    return [`They have a secret that an earlier client of the file has, too: ${who}. Rotate it.`, this.clients];
  }
}
