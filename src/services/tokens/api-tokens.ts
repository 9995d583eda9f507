import type { Database } from "../../database/database.js";
import { Listing } from "../../database/listing.js";
import type { Transaction } from "../../database/transaction.js";
import { type Actor, ActorKind, type Origin } from "../../model/actor.js";
import { ApiToken } from "../../model/api-token.js";
import { DomainError } from "../../model/domain-error.js";
import { ID_PREFIX, newId, prefixOf } from "../../model/identifier.js";
import type { CreateApiTokenInput, RevokeApiTokenInput } from "../../model/inputs/api-token.inputs.js";
import type { PageArgs } from "../../model/inputs/page.inputs.js";
import { Permission } from "../../model/permission.js";
import { hintOf, newSecret } from "../../model/secret.js";
import { holdLiveActor } from "../actors/live-actor.js";
import { demand, rejectBeyond } from "../actors/permissions.js";
import type { KeptAnswers } from "../answers/kept-answers.js";
import { keyedRequest } from "../answers/keyed-request.js";
import type { AuditTrail } from "../audit/audit-trail.js";
import type { Clock } from "../clock.js";
import type { SecretKeys } from "../keys/secret-keys.js";
import { demandRoomForToken, isBound } from "../limits/limits.js";
import { manyById } from "../many-by-id.js";
import { NEWEST_FIRST, type Page, paginate } from "../paging.js";
import { atMost } from "../patience.js";
import { PLAINTEXT_ONLY } from "../secrets/sealing.js";
import { validateInput } from "../validation.js";
import { type AnsweredToken, keepToken, replayToken } from "./replayed-token.js";
import { type IssuedToken, showToken, tokenSealedTo } from "./shown-token.js";
import { TokenFirstUses } from "./token-first-uses.js";
import { endOf, isPast, rightsWithin } from "./token-rights.js";
import type { TokenTrees } from "./token-trees.js";

/** Goes into the digest of API tokens, in place of the application id of client secrets. */
const DIGEST_SUBJECT = "api-token";

/**
 * A user may have issued tokens in several organizations. `|| ''` keeps both databases from choosing the organization's
 * index and walking all its tokens for one issuer's few.
 */
const ISSUED_BY = "created_by_id = :issuerId AND organization_id || '' = :organizationId";

/** How often one token's digest is moved to the first key, at most; and for how many tokens that is remembered. */
const RENEWAL_INTERVAL_MS = 60_000;
const MAX_RENEWALS = 10_000;

/** How long a request waits for that write, since reads go on while nothing can be written. */
const RENEWAL_PATIENCE_MS = 1000;

/** Issues, finds and revokes API tokens. */
export class ApiTokens {
  private readonly renewedAt = new Map<string, number>();
  private readonly firstUses: TokenFirstUses;

  constructor(
    private readonly database: Database,
    private readonly trail: AuditTrail,
    private readonly trees: TokenTrees,
    private readonly keys: SecretKeys,
    private readonly answers: KeptAnswers,
    private readonly clock: Clock,
    private readonly onError: (error: unknown) => void,
  ) {
    this.firstUses = new TokenFirstUses(database, clock, onError);
  }

  /** The actor of a well-formed token. Throws `unauthenticated` when the token is unknown, expired or revoked. */
  async authenticate(token: string, origin: Origin): Promise<Actor> {
    const { kids } = this.keys;
    const found = (await this.find(token)) ?? ((await this.keys.refresh(kids)) ? await this.find(token) : null);
    if (!found) throw DomainError.unauthenticated("unknown_token");
    if (found.revokedAt !== null) throw DomainError.unauthenticated("revoked");
    if (isPast(found.expiresAt, this.clock())) throw DomainError.unauthenticated("expired");
    if (!this.keys.isCurrent(found.digest)) await this.renewDigest(found, token);
    if (found.firstUsedAt === null) await this.firstUses.note(found);
    const { id, name, organizationId, role, permissions, expiresAt, clientSecretId } = found;
    return {
      id,
      kind: ActorKind.API_TOKEN,
      name,
      organizationId,
      role,
      permissions: new Set(permissions),
      isDerived: found.createdByKind !== ActorKind.CLI,
      expiresAt,
      accessTokenDigest: null,
      clientSecretId,
      origin,
    };
  }

  /**
   * Moves a token's digest to the first key, after a reload of the keys. A failure is tried again at the first use
   * after a minute.
   */
  private async renewDigest({ id, digest: stored }: ApiToken, token: string): Promise<void> {
    // Gateways disagree on the first key during a rolling deployment, and must not write at every use.
    const now = this.clock();
    if ((this.renewedAt.get(id) ?? 0) > now - RENEWAL_INTERVAL_MS) return;
    if (this.renewedAt.size >= MAX_RENEWALS) this.renewedAt.clear();
    this.renewedAt.set(id, now);
    await this.keys.refresh(this.keys.kids);
    if (this.keys.isCurrent(stored)) return;
    const digest = this.keys.digest(DIGEST_SUBJECT, token);
    const renewed = this.database.write(
      async (transaction) => void (await transaction.update(ApiToken, id, { digest })),
    );
    await atMost(RENEWAL_PATIENCE_MS, renewed.catch(this.onError));
  }

  private find(token: string): Promise<ApiToken | null> {
    const { read } = this.database;
    const digests = this.keys.candidates(DIGEST_SUBJECT, token);
    return read.first(ApiToken, `WHERE ${read.anyOf("digest", "digests")}`, { digests });
  }

  /** A page of the organization's API tokens, newest first, revoked ones included. */
  async list(actor: Actor, args: PageArgs): Promise<Page<ApiToken>> {
    demand(actor, Permission.MEMBER_READ);
    validateInput(args);
    const { organizationId } = actor;
    const tokens = new Listing(this.database, actor, ApiToken).where("organization_id = :organizationId", {
      organizationId,
    });
    return paginate(tokens, ID_PREFIX.apiToken, NEWEST_FIRST, args);
  }

  /** All tokens of the organization, oldest first, for the command line. */
  async all(actor: Actor): Promise<ApiToken[]> {
    demand(actor, Permission.MEMBER_READ);
    const { organizationId } = actor;
    const tail = "WHERE organization_id = :organizationId ORDER BY id";
    return this.database.scan(actor, (reader) => reader.list(ApiToken, tail, { organizationId }));
  }

  /** The organization of a token, for the command line, which belongs to none. */
  async organizationIdOf(id: string): Promise<string | null> {
    if (prefixOf(id) !== ID_PREFIX.apiToken) return null;
    return (await this.database.read.find(ApiToken, { id }))?.organizationId ?? null;
  }

  async get(actor: Actor, id: string): Promise<ApiToken | null> {
    demand(actor, Permission.MEMBER_READ);
    return this.database.read.find(ApiToken, { id, organizationId: actor.organizationId });
  }

  /** Several by id, in the given order, in one statement; null where there is none. */
  async getMany(actor: Actor, ids: readonly string[]): Promise<(ApiToken | null)[]> {
    demand(actor, Permission.MEMBER_READ);
    return manyById(this.database, ApiToken, actor, ids);
  }

  /**
   * Issues a token with at most the actor's rights and lifetime. With an idempotency key, the same request again gets the
   * same answer. Throws `conflict` when there are too many tokens or the key came with another input, and
   * `too_many_requests` for too many keys.
   */
  async create(actor: Actor, input: CreateApiTokenInput, forms = PLAINTEXT_ONLY): Promise<AnsweredToken> {
    demand(actor, Permission.TOKEN_WRITE);
    const { wantedRole: role, narrowedTo } = rightsWithin(actor, input);
    const asked = { ...input, role, permissions: narrowedTo };
    const request = keyedRequest(actor, "token.create", input.idempotencyKey, asked);
    const create = async (transaction: Transaction): Promise<AnsweredToken> => {
      const kept = request && (await this.answers.begin(transaction, request));
      if (request && kept) return replayToken(transaction, this.answers, request, kept, forms, this.clock());
      const shown = await showToken(await this.issue(transaction, actor, input, request !== null), input, forms);
      if (request) await keepToken(transaction, this.answers, request, shown, this.clock());
      return { ...shown, replayed: false };
    };
    return this.answers.once(request, () => this.database.write(create, actor.origin.patience));
  }

  /** As `create`, in plaintext, within a transaction that does more. `isKept`: the answer that shows it will be kept. */
  async issue(
    transaction: Transaction,
    actor: Actor,
    input: CreateApiTokenInput,
    isKept = false,
  ): Promise<IssuedToken> {
    demand(actor, Permission.TOKEN_WRITE);
    const { wantedRole, narrowedTo } = rightsWithin(actor, input);
    const now = this.clock();
    const expiresAt = endOf(input.expiresAt, actor.expiresAt, now);
    await holdLiveActor(transaction, actor, this.clock);
    if (isBound(actor)) await demandRoomForToken(transaction, actor, now);
    const token = newSecret("ogt_");
    const apiToken = Object.assign(new ApiToken(), {
      id: newId(ID_PREFIX.apiToken, now),
      organizationId: actor.organizationId,
      name: input.name,
      role: wantedRole,
      narrowedTo,
      digest: this.keys.digest(DIGEST_SUBJECT, token),
      hint: hintOf(token),
      expiresAt,
      revokedAt: null,
      firstUsedAt: null,
      hasKeptAnswer: isKept,
      createdByKind: actor.kind,
      createdById: actor.id,
      accessTokenDigest: actor.accessTokenDigest,
      clientSecretId: actor.clientSecretId,
    });
    await transaction.insert(ApiToken, apiToken);
    const { role, permissions } = apiToken;
    await this.trail.record(transaction, actor, now, "api_token.created", apiToken.id, {
      role,
      permissions,
      expiresAt,
      ...tokenSealedTo(input),
    });
    return { apiToken, token };
  }

  /** Revokes a token and every token below it in its tree. Throws `conflict` when it is over already. */
  async revoke(actor: Actor, input: RevokeApiTokenInput): Promise<ApiToken> {
    demand(actor, Permission.TOKEN_WRITE);
    validateInput(input);
    if (prefixOf(input.apiTokenId) !== ID_PREFIX.apiToken) throw DomainError.notFound("API token");
    const key = { id: input.apiTokenId, organizationId: actor.organizationId };
    return this.database.write(async (transaction) => {
      const now = await holdLiveActor(transaction, actor, this.clock, key.id);
      const apiToken = await transaction.find(ApiToken, key);
      if (!apiToken) throw DomainError.notFound("API token");
      rejectBeyond(actor, apiToken.role, apiToken.permissions);
      const revoked = await this.trees.revoke(
        transaction,
        actor,
        { condition: "id = :id", parameters: { id: apiToken.id } },
        now,
      );
      if (revoked === 0) throw DomainError.conflict("The API token is revoked already, or expired long ago.");
      return transaction.get(ApiToken, key);
    }, actor.origin.patience);
  }

  /** Revokes all tokens that an issuer has issued, such as a member who leaves, and every token below them. */
  async revokeIssuedBy(transaction: Transaction, actor: Actor, issuerId: string, now: number): Promise<void> {
    const { organizationId } = actor;
    const parameters = { issuerId, organizationId };
    await this.trees.revoke(transaction, actor, { condition: ISSUED_BY, parameters }, now);
  }
}
