import { type Actor, ActorKind, type Origin } from "../../model/actor.js";
import type { CredentialRefusal } from "../../model/credential-refusal.js";
import { DomainError } from "../../model/domain-error.js";
import type { IssuerUser } from "../../model/issuer-user.js";
import type { Member } from "../../model/member.js";
import { permissionsOf } from "../../model/permission.js";
import { isWellFormedSecret } from "../../model/secret.js";
import type { Memberships } from "../members/memberships.js";
import type { Organizations } from "../members/organizations.js";
import type { PendingMembers } from "../members/pending-members.js";
import type { AccessTokens } from "../tokens/access-tokens.js";
import type { ApiTokens } from "../tokens/api-tokens.js";

/** The user of the outside issuer that a token was issued for. */
export interface VerifiedUser extends IssuerUser {
  expiresAt: Date;
}

/** Verifies a token of the outside issuer: answers its user, or why it is refused. */
export type UserTokenVerifier = (token: string) => Promise<VerifiedUser | CredentialRefusal>;

const JWT = /^[\w-]+\.[\w-]+\.[\w-]+$/;

/** Cannot be an access token: a damaged JWT or API token. */
const NO_ACCESS_TOKEN = /\.|^ogt_/;

const FOR_SOMETHING_ELSE =
  "This access token is for something else. Ask its issuer for one whose audience is this API.";

/** Who a bearer token stands for: an API token, a service account's access token, or a user's JWT. */
export class Authentication {
  constructor(
    private readonly apiTokens: ApiTokens,
    private readonly accessTokens: AccessTokens,
    private readonly memberships: Memberships,
    private readonly pendingMembers: PendingMembers,
    private readonly organizations: Organizations,
    /** The audience of access tokens for the gateway itself (RFC 8707). */
    private readonly audience: string,
    private readonly verifyUserToken: UserTokenVerifier | undefined,
  ) {}

  /**
   * Answers the actor behind a bearer token. `organization` is an id or a slug. Throws `unauthenticated` for a token
   * that is not valid, `forbidden` for a user who is no member there, or anywhere when none is named, and `invalid` for
   * a user who has to name one of several organizations (see Memberships.ofUser).
   */
  async authenticate(token: string, origin: Origin, organization?: string): Promise<Actor> {
    if (!JWT.test(token)) {
      const actor = await this.authenticateToken(token, origin);
      if (!(await this.isIn(actor, organization))) throw DomainError.unauthenticated("other_organization");
      return actor;
    }
    const user = await this.verify(token);
    const member = await this.bound(user, origin, () =>
      organization === undefined ? this.memberships.ofUser(user) : this.memberships.ofUserAt(user, organization),
    );
    if (!member) throw DomainError.notAMember(organization !== undefined);
    return actAs(member, user, origin);
  }

  /**
   * As `authenticate`, for a path that names an organization by id. Throws `not_found` when the token is valid but
   * belongs to another organization.
   */
  async authenticateAt(token: string, origin: Origin, organizationId: string): Promise<Actor> {
    if (!JWT.test(token)) {
      const actor = await this.authenticateToken(token, origin);
      if (actor.organizationId !== organizationId) throw DomainError.notFound("Organization");
      return actor;
    }
    const user = await this.verify(token);
    const member = await this.bound(user, origin, () => this.memberships.ofUserAt(user, organizationId));
    if (member) return actAs(member, user, origin);
    if (await this.memberships.isMember(user)) throw DomainError.notFound("Organization");
    throw DomainError.notAMember(false);
  }

  /** The membership that `find` finds. One that awaits the user becomes theirs first, unless another one was faster. */
  private async bound(user: VerifiedUser, origin: Origin, find: () => Promise<Member | null>): Promise<Member | null> {
    const found = await find();
    if (!found?.isPending) return found;
    await this.pendingMembers.bind(found, user, actAs(found, user, origin));
    const now = await find();
    return now?.isPending ? null : now;
  }

  /** Refuses a token of another organization than the one named, so that a mistake changes nothing in the wrong one. */
  private async isIn({ organizationId }: Actor, organization: string | undefined): Promise<boolean> {
    if (organization === undefined || organization === organizationId) return true;
    return (await this.organizations.findBySlug(organization))?.id === organizationId;
  }

  private authenticateToken(token: string, origin: Origin): Promise<Actor> {
    return isWellFormedSecret(token, "ogt_")
      ? this.apiTokens.authenticate(token, origin)
      : this.authenticateApplication(token, origin);
  }

  private async authenticateApplication(token: string, origin: Origin): Promise<Actor> {
    const live = await this.accessTokens.find(token);
    if (!live) throw DomainError.unauthenticated(NO_ACCESS_TOKEN.test(token) ? "malformed" : "unknown_token");
    if (live.audience !== this.audience) {
      // Its holder has a token that is good elsewhere, so this tells nothing that they do not know.
      const message = `This access token is for something else. Ask for one with resource=${this.audience} (RFC 8707).`;
      throw DomainError.unauthenticated("audience", message);
    }
    const member = await this.memberships.ofApplication(live.application.id);
    if (!member) throw DomainError.unauthenticated("not_a_member");
    return actorOf(member, ActorKind.APPLICATION, live, origin);
  }

  private async verify(token: string): Promise<VerifiedUser> {
    const user = (await this.verifyUserToken?.(token)) ?? "no_outside_issuer";
    // Its signature is right, so its holder is told what they know: that the token is good elsewhere.
    if (user === "audience") throw DomainError.unauthenticated(user, FOR_SOMETHING_ELSE);
    if (typeof user === "string") throw DomainError.unauthenticated(user);
    return user;
  }
}

function actAs(member: Member, user: VerifiedUser, origin: Origin): Actor {
  const { expiresAt } = user;
  const actor = actorOf(member, ActorKind.USER, { expiresAt, digest: null, clientSecretId: null }, origin);
  return { ...actor, isFirstUse: member.firstUsedAt === null, issuerUser: user };
}

/** When a credential ends and, for an access token, its digest and the client secret that obtained it. */
interface Credential {
  expiresAt: Date;
  digest: string | null;
  clientSecretId: string | null;
}

function actorOf(member: Member, kind: ActorKind, credential: Credential, origin: Origin): Actor {
  const { actorId: id, name, organizationId, role } = member;
  const { expiresAt, digest: accessTokenDigest, clientSecretId } = credential;
  const permissions = new Set(permissionsOf(role));
  const isDerived = kind === ActorKind.APPLICATION;
  const known = { id, kind, name, organizationId, role, permissions, isDerived };
  return { ...known, expiresAt, accessTokenDigest, clientSecretId, origin };
}
