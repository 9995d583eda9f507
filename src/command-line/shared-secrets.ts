import type { BroughtSecret } from "../services/imports/brought-client.js";
import { WHEN_MOVED } from "../services/imports/secrets/replacing.js";
import { digestOf, SeenIds } from "./seen-ids.js";

/** How many clients a note names. */
const MAX_NAMED = 10;

/** Of how many secrets it is remembered which client had them first. */
const MAX_REMEMBERED = 10_000;

/** Which clients of a file have a secret that an earlier one has, too, in the memory of `SeenIds` for each secret. */
export class SharedSecrets {
  private readonly seen = new SeenIds();
  /** The clients that had the first secrets of the file, by the secrets' digests. */
  private readonly first = new Map<bigint, string>();
  private readonly named: string[] = [];
  private clients = 0;

  add(clientId: string, secrets: readonly BroughtSecret[]): void {
    const texts = new Set(secrets.map(({ text }) => text));
    const [known] = [...texts].filter((text) => !this.remember(clientId, text));
    if (known === undefined) return;
    this.clients += 1;
    const first = this.first.get(digestOf(known));
    if (this.named.length < MAX_NAMED)
      this.named.push(first === undefined ? clientId : `${clientId} (that of ${first})`);
  }

  /** Answers whether it is the first time. */
  private remember(clientId: string, secret: string): boolean {
    if (!this.seen.add(secret)) return false;
    if (this.first.size < MAX_REMEMBERED) this.first.set(digestOf(secret), clientId);
    return true;
  }

  /** What is so of them, and of how many; undefined where it is so of none. */
  get note(): [note: string, clients: number] | undefined {
    if (this.clients === 0) return undefined;
    const more = this.clients > this.named.length ? ` and ${this.clients - this.named.length} more` : "";
    const who = `${this.named.join(", ")}${more}`;
    return [
      `They have a secret that an earlier client of the file has, too: ${who}. Rotate it of each, ${WHEN_MOVED}; where a rotation is open, complete that first.`,
      this.clients,
    ];
  }
}
