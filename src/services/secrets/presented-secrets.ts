import type { Database } from "../../database/database.js";
import { ClientSecret } from "../../model/client-secret.js";
import { HIDDEN_HINT, hintOfImported } from "../../model/secret.js";
import { isAmong, kidOf, type SecretKeys } from "../keys/secret-keys.js";
import type { Renewed } from "./collected-use.js";
import { isForeign } from "./foreign-digest.js";
import type { FoundSecret } from "./foreign-secrets.js";
import { markStatus } from "./rotation-state.js";

/** The secrets of an application that a presented one may be, with their status, and those of them that it is. */
interface Presented {
  secrets: ClientSecret[];
  matching: ClientSecret[];
}

/** Recognises presented secrets by the digests that are stored of them. */
export class PresentedSecrets {
  constructor(
    private readonly database: Database,
    private readonly keys: SecretKeys,
  ) {}

  /**
   * Which secret of an application one of the texts is; `fitting` is known to be it by a foreign hash. Reloads the keys when a
   * secret's key is unknown: the command line may have added one while this process runs.
   */
  async find(subject: string, texts: readonly string[], now: number, fitting?: FoundSecret): Promise<Presented> {
    const secrets = await this.read(subject, this.candidates(subject, texts).flat(), now);
    const { kids } = this.keys;
    if (secrets.some(({ digest }) => !kids.includes(kidOf(digest) ?? ""))) await this.keys.refresh(kids);
    const candidates = this.candidates(subject, texts);
    const isIt = (secret: ClientSecret) => (fitting ? secret.id === fitting.id : placeAmong(candidates, secret) >= 0);
    return { secrets, matching: secrets.filter(isIt) };
  }

  /**
   * What to store instead: the digest under the first key when there is another one or none yet, and the hint of an imported
   * secret that had none. Reloads the keys for the former, since their order may have changed.
   */
  async renewed(secret: ClientSecret, subject: string, texts: readonly string[]): Promise<Renewed> {
    const { digest, imported, hint } = secret;
    const isHidden = imported && hint === HIDDEN_HINT;
    if (this.keys.isCurrent(digest) && !isHidden) return {};
    const text = texts[isForeign(digest) ? 0 : placeAmong(this.candidates(subject, texts), secret)] ?? "";
    const newHint = isHidden ? hintOfImported(text) : undefined;
    if (!this.keys.isCurrent(digest)) await this.keys.refresh(this.keys.kids);
    const newDigest = this.keys.isCurrent(digest) ? undefined : this.keys.digest(subject, text);
    return { hint: newHint, digest: newDigest, replacesHash: isForeign(digest) };
  }

  /** Those that are not revoked, and any with one of these digests. */
  private async read(oauthApplicationId: string, digests: readonly string[], now: number): Promise<ClientSecret[]> {
    const { read } = this.database;
    const presented = `(revoked_at IS NULL OR ${read.anyOf("digest", "digests")})`;
    const tail = `WHERE oauth_application_id = :oauthApplicationId AND ${presented} ORDER BY id DESC`;
    return markStatus(await read.list(ClientSecret, tail, { oauthApplicationId, digests }), now);
  }

  /** The digests of each text under every key. */
  private candidates(subject: string, texts: readonly string[]): string[][] {
    return texts.map((text) => this.keys.candidates(subject, text));
  }
}

/** Which of the presented texts the secret is, or -1; one that was issued here can only be the first. */
function placeAmong(candidates: readonly string[][], { digest, imported }: ClientSecret): number {
  const found = candidates.map((ofText) => isAmong(ofText, digest));
  const place = found.indexOf(true);
  return imported || place === 0 ? place : -1;
}
