import type { Database } from "../../database/database.js";
import type { Transaction } from "../../database/transaction.js";
import type { Actor, Origin } from "../../model/actor.js";
import type { CredentialRefusal } from "../../model/credential-refusal.js";
import { DomainError } from "../../model/domain-error.js";
import { CreateApiTokenInput } from "../../model/inputs/api-token.inputs.js";
import { Organization } from "../../model/organization.js";
import { Permission, type Role } from "../../model/permission.js";
import { isWellFormedSecret, newSecret } from "../../model/secret.js";
import { SignInCode } from "../../model/sign-in-code.js";
import { commandLineActor } from "../actors/built-in-actors.js";
import { holdLiveActor, lockOrganization } from "../actors/live-actor.js";
import { demand, rejectAbove } from "../actors/permissions.js";
import type { AuditTrail } from "../audit/audit-trail.js";
import type { Clock } from "../clock.js";
import type { SecretKeys } from "../keys/secret-keys.js";
import type { ApiTokens } from "./api-tokens.js";
import type { IssuedToken } from "./shown-token.js";

/** Goes into the digest, in place of the application id of client secrets. */
const DIGEST_SUBJECT = "sign-in-code";

const CODE_LIFETIME_MS = 10 * 60_000;
const TOKEN_LIFETIME_MS = 12 * 60 * 60_000;

/** How many codes an organization has at once; one more ends the oldest, so that a link can always be made. */
const MAX_CODES = 20;

const END_OLDEST = `DELETE FROM sign_in_codes WHERE digest IN (
  SELECT digest FROM sign_in_codes WHERE organization_id = :organizationId
  ORDER BY expires_at DESC, digest LIMIT 1000 OFFSET ${MAX_CODES})`;

/** What a code was exchanged for. */
export interface SignedIn extends IssuedToken {
  organization: Organization;
}

/** Codes that sign in at the console once, made by whoever has a shell on the gateway's host. */
export class SignInCodes {
  constructor(
    private readonly database: Database,
    private readonly apiTokens: ApiTokens,
    private readonly trail: AuditTrail,
    private readonly keys: SecretKeys,
    private readonly clock: Clock,
  ) {}

  /** A new code for a token of this role; it is stored nowhere and leaves the process once. */
  async create(actor: Actor, role: Role): Promise<string> {
    return this.database.write((transaction) => this.issue(transaction, actor, role), actor.origin.patience);
  }

  /** As `create`, within a transaction that does more. */
  async issue(transaction: Transaction, actor: Actor, role: Role): Promise<string> {
    demand(actor, Permission.TOKEN_WRITE);
    rejectAbove(actor, role);
    await lockOrganization(transaction, actor);
    const now = await holdLiveActor(transaction, actor, this.clock);
    const code = newSecret("ogc_");
    const { organizationId } = actor;
    const expiresAt = new Date(now + CODE_LIFETIME_MS);
    const digest = this.keys.digest(DIGEST_SUBJECT, code);
    await transaction.insert(SignInCode, Object.assign(new SignInCode(), { digest, organizationId, role, expiresAt }));
    await transaction.rows(END_OLDEST, { organizationId });
    await this.trail.record(transaction, actor, now, "sign_in_link.created", organizationId, { role, expiresAt });
    return code;
  }

  /**
   * Exchanges a code for a new API token, once. Throws one and the same `unauthenticated` for a code that is wrong, used
   * or too old. The token is the command line's, which made the link, and carries the browser's address in its event.
   */
  async redeem(code: string, origin: Origin): Promise<SignedIn> {
    if (!isWellFormedSecret(code, "ogc_")) throw refusal("malformed");
    const { kids } = this.keys;
    // Looked up by a reader, so that guesses do not queue up with changes.
    const found = (await this.find(code)) ?? ((await this.keys.refresh(kids)) ? await this.find(code) : null);
    if (!found) throw refusal("unknown_token");
    const { digest, organizationId, role, expiresAt } = found;
    const signedIn = await this.database.write(async (transaction) => {
      // Whoever deletes it has it: of two at the same moment, the other one finds nothing.
      if (!(await transaction.remove(SignInCode, { digest }))) throw refusal("unknown_token");
      const now = this.clock();
      // Deleted all the same, so that no clock revives what was refused once.
      if (expiresAt.getTime() <= now) return null;
      const input = { name: "Console sign-in link", role, expiresAt: new Date(now + TOKEN_LIFETIME_MS) };
      const actor = commandLineActor(organizationId, origin);
      const issued = await this.apiTokens.issue(transaction, actor, Object.assign(new CreateApiTokenInput(), input));
      return { ...issued, organization: await transaction.get(Organization, { id: organizationId }) };
    }, origin.patience);
    if (!signedIn) throw refusal("expired");
    return signedIn;
  }

  private find(code: string): Promise<SignInCode | null> {
    const { read } = this.database;
    const digests = this.keys.candidates(DIGEST_SUBJECT, code);
    return read.first(SignInCode, `WHERE ${read.anyOf("digest", "digests")}`, { digests });
  }
}

function refusal(refused: CredentialRefusal): DomainError {
  const message = "This link does not sign in: it was used, or is older than ten minutes. Make another one.";
  return DomainError.unauthenticated(refused, message);
}
