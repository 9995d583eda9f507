import type { ClientSecret } from "../../model/client-secret.js";
import { placeIn } from "../../model/network-address.js";
import type { OAuthApplication } from "../../model/oauth-application.js";
import type { Clock } from "../clock.js";
import { CheckTurns } from "../foreign-hashes/check-turns.js";
import type { ForeignHash } from "../foreign-hashes/foreign-hash.js";
import { foreignHashHere } from "../foreign-hashes/notations.js";
import { OnceAMinute } from "../foreign-hashes/once-a-minute.js";
import type { Place } from "../foreign-hashes/place.js";
import { RightAnswers } from "../foreign-hashes/right-answers.js";
import { kidOf, type SecretKeys } from "../keys/secret-keys.js";
import { isForeign, openHash } from "./foreign-digest.js";

/** Node has four threads for such work, and SQLite needs some of them. Each check may take 256 MiB. */
const AT_ONCE = 2;
const MAX_WAITING = 1_000;
const WAIT_MS = 10_000;

/** The secret whose foreign hash a presented text fits. */
export interface FoundSecret {
  id: string;
  text: string;
}

/** A text that may be a secret, and its keyed name. */
interface PresentedText {
  text: string;
  name: string;
}

/** Checks presented secrets against the hashes that other systems made of them, slowly, within bounds. */
export class ForeignSecrets {
  private readonly turns: CheckTurns;
  private readonly right: RightAnswers;
  /** By the ids of secrets: everybody may present what they like, as often as they like. */
  private readonly unopened: OnceAMinute;

  /** `onCheck` is called for each hash that is computed, and `onError` for one that does not open, once a minute. */
  constructor(
    private readonly keys: SecretKeys,
    clock: Clock,
    private readonly onCheck: () => void,
    private readonly onError: (error: unknown) => void,
  ) {
    this.turns = new CheckTurns({ clock, atOnce: AT_ONCE, maxWaiting: MAX_WAITING, waitMs: WAIT_MS });
    this.right = new RightAnswers(clock);
    this.unopened = new OnceAMinute(clock);
  }

  /**
   * Which of an application's usable secrets with a foreign hash one of the texts is; undefined when none is. `place` is
   * the one from which they came, null when nobody knows. Judge the secret again after it: it may have been stopped
   * meanwhile. Throws `too_many_requests` where too many were wrong of late, and `unavailable` when its turn does not come.
   */
  async find(
    { id: oauthApplicationId, organizationId }: OAuthApplication,
    secrets: readonly ClientSecret[],
    texts: readonly string[],
    place: Place | null,
  ): Promise<FoundSecret | undefined> {
    // Nobody can open one whose server key was taken away.
    const hashed = secrets.filter(({ digest }) => isForeign(digest) && this.keys.kids.includes(kidOf(digest) ?? ""));
    // What is found holds for these hashes only: others are checked anew.
    const digests = hashed.map(({ digest }) => digest);
    const nameOf = (text: string) => this.keys.digest(oauthApplicationId, JSON.stringify([text, digests]));
    const presented = texts.map((text) => ({ text, name: nameOf(text) }));
    const all = presented.map(({ name }) => name).join(" ");
    const network = place && { ...place, address: placeIn(place.address) };
    const client = { id: oauthApplicationId, organizationId };
    return this.known(presented) ?? this.turns.run(client, all, network, () => this.check(hashed, presented));
  }

  private async check(
    secrets: readonly ClientSecret[],
    presented: readonly PresentedText[],
  ): Promise<FoundSecret | undefined> {
    // The same secret, written in another way, may have been checked while this waited.
    const known = this.known(presented);
    if (known) return known;
    for (const secret of secrets) {
      const hash = this.hashOf(secret);
      if (!hash) continue;
      for (const { text, name } of presented) {
        this.onCheck();
        if (!(await hash.isOf(text))) continue;
        this.right.add(name, secret.id);
        return { id: secret.id, text };
      }
    }
    return undefined;
  }

  /** Undefined for one that no secret fits, or that does not open: another secret of the client may be right all the same. */
  private hashOf(secret: ClientSecret): ForeignHash | undefined {
    try {
      return foreignHashHere(openHash(this.keys, secret));
    } catch (cause) {
      if (!this.unopened.isDue(secret.id)) return undefined;
      const problem = `The hash of the imported secret ${secret.id} does not open: it lets nobody in.`;
      this.onError(new Error(`${problem} A rotation replaces it.`, { cause }));
      return undefined;
    }
  }

  /** What was found lately of one of the texts, in whatever way it was written then. */
  private known(presented: readonly PresentedText[]): FoundSecret | undefined {
    for (const { text, name } of presented) {
      const id = this.right.get(name);
      if (id !== undefined) return { id, text };
    }
    return undefined;
  }

  /** A client was let in by a secret that was found. */
  succeed(oauthApplicationId: string): void {
    this.turns.succeed(oauthApplicationId);
  }
}
