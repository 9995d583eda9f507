import { createHmac, timingSafeEqual } from "node:crypto";
import type { Database } from "../../database/database.js";
import type { Reader } from "../../database/reader.js";
import type { Transaction } from "../../database/transaction.js";
import { DomainError, IN_DOUBT } from "../../model/domain-error.js";
import { KeptAnswer } from "../../model/kept-answer.js";
import { demandLiveActor } from "../actors/live-actor.js";
import type { Clock } from "../clock.js";
import { openText, sealText } from "../keys/sealed-text.js";
import { kidOf, type SecretKeys } from "../keys/secret-keys.js";
import type { ShownSecret } from "../secrets/sealing.js";
import { demandRoomForAnswer, hasRoomForAnswer, KEPT_MS } from "./bounds.js";
import { isItsOwn, type KeyedRequest, subjectOf, turnOf } from "./keyed-request.js";

/** Thrown where another gateway may know a server key that this one does not. */
class UnknownServerKey extends Error {}

/** What an answer is about; `issuedId` is the secret or token that was issued, null where none was. */
export type AnswerSubject = Pick<KeptAnswer, "oauthApplicationId" | "issuedId" | "previousSecretId">;

const CHANGED = [
  "inputDigest",
  "counted",
  "oauthApplicationId",
  "issuedId",
  "previousSecretId",
  "sealed",
  "keptAt",
] as const satisfies (keyof KeptAnswer)[];

/**
 * Keeps the answers to requests with an idempotency key for a day, in the transaction that does what was asked for. What
 * they show once is sealed under a key that follows from the server key and the idempotency key, so neither the database
 * nor it with the server keys opens it. Why: docs/decisions/0024-kept-answers.md
 */
export class KeptAnswers {
  constructor(
    private readonly database: Database,
    private readonly keys: SecretKeys,
    private readonly clock: Clock,
  ) {}

  /**
   * Makes a change, which calls `begin` and `keep` when there is a request; it is given the answer that was found before,
   * and runs again when the server keys were replaced since then. Throws `conflict` when the key came with another input,
   * and says when COMMIT gets no answer that the request can be sent again.
   */
  async once<T>(request: KeyedRequest | null, change: (known: KeptAnswer | null) => Promise<T>): Promise<T> {
    if (!request) return change(null);
    for (;;) {
      const known = await this.find(request);
      try {
        return await change(known);
      } catch (error) {
        if (error instanceof UnknownServerKey) continue;
        throw error instanceof DomainError && error.message === IN_DOUBT ? DomainError.inDoubtByKey(error) : error;
      }
    }
  }

  /** The answer that is kept of a request; null when none is. What `begin` answers decides. */
  private async find(request: KeyedRequest): Promise<KeptAnswer | null> {
    const { kids } = this.keys;
    const { read } = this.database;
    return (
      (await this.look(read, request, this.clock())) ??
      // Another gateway may have kept it under a key that this one does not know yet.
      ((await this.keys.refresh(kids)) ? this.look(read, request, this.clock()) : null)
    );
  }

  /**
   * The answer that is kept of a request, in the transaction of the change and before anything is judged that a
   * repetition would find changed: two of the same request take turns until COMMIT. Judges the actor again after that
   * wait, unless it is no member. Throws `too_many_requests` when none is kept and there is no room for one.
   */
  async begin(transaction: Transaction, request: KeyedRequest): Promise<KeptAnswer | null> {
    await transaction.lockName(turnOf(request));
    // Who had the turn before may have kept the answer under a key that was put first after `find`.
    if (await this.keys.lacksOne()) throw new UnknownServerKey();
    const now = isItsOwn(request) ? this.clock() : await demandLiveActor(transaction, request.actor, this.clock);
    const kept = await this.look(transaction, request, now);
    if (!kept && isBounded(request)) await demandRoomForAnswer(transaction, request, now);
    return kept;
  }

  /** Keeps an answer. `shown` is null where nothing is shown once. */
  async keep(
    transaction: Transaction,
    request: KeyedRequest,
    subject: AnswerSubject,
    shown: ShownSecret | null,
    now: number,
  ): Promise<void> {
    const { actor, idempotencyKey, input } = request;
    const digest = this.keys.digest(subjectOf(request), idempotencyKey);
    const kept = Object.assign(new KeptAnswer(), {
      digest,
      organizationId: actor.organizationId,
      actorId: actor.id,
      counted: isBounded(request) || (!isItsOwn(request) && (await hasRoomForAnswer(transaction, request, now))),
      inputDigest: this.inputDigest(request, digest, input),
      ...subject,
      sealed: shown && sealText(this.derived(request, digest, "seal"), JSON.stringify(shown), digest),
      keptAt: new Date(now),
    });
    // One under the same key may be there that is older than a day.
    await transaction.upsert(KeptAnswer, [kept], CHANGED);
  }

  /** What a kept answer showed once; null once that is destroyed. */
  open(request: KeyedRequest, { digest, sealed }: KeptAnswer): ShownSecret | null {
    if (sealed === null) return null;
    return JSON.parse(openText(this.derived(request, digest, "seal"), sealed, digest));
  }

  private async look(reader: Reader, request: KeyedRequest, now: number): Promise<KeptAnswer | null> {
    const digests = this.keys.candidates(subjectOf(request), request.idempotencyKey);
    const tail = `WHERE ${reader.anyOf("digest", "digests")} AND kept_at > :since ORDER BY kept_at DESC LIMIT 1`;
    const kept = await reader.first(KeptAnswer, tail, { digests, since: now - KEPT_MS });
    if (kept && !isSame(kept.inputDigest, this.inputDigest(request, kept.digest, request.input))) throw otherInput();
    return kept;
  }

  private inputDigest(request: KeyedRequest, digest: string, input: string): string {
    return createHmac("sha256", this.derived(request, digest, "input"))
      .update(input)
      .digest("base64url");
  }

  /** A key for one purpose, under the server key of a digest. */
  private derived(request: KeyedRequest, digest: string, purpose: string): Buffer {
    return this.keys.derive(kidOf(digest) ?? "", request.idempotencyKey, `${subjectOf(request)}\0${purpose}`);
  }
}

/** Whether it is refused when there is no room for its answer. What is not is counted only while there is. */
function isBounded(request: KeyedRequest): boolean {
  return !request.endsOlderSecrets && !isItsOwn(request);
}

function isSame(one: string, other: string): boolean {
  return timingSafeEqual(Buffer.from(one), Buffer.from(other));
}

function otherInput(): DomainError {
  const [field, rule] = ["idempotencyKey", "otherInput"];
  const message = `${field} was used with another input: take a new one for each change, or repeat the first input`;
  return new DomainError("conflict", message, { violations: [{ field, rule, message }] });
}
