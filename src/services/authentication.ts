import { type Actor, ActorKind, type Origin } from "../model/actor.js";
import { DomainError } from "../model/domain-error.js";
import type { Member } from "../model/member.js";
import { permissionsOf } from "../model/permission.js";
import { isWellFormedSecret } from "../model/secret.js";
import type { AccessTokens } from "./access-tokens.js";
import type { ApiTokens } from "./api-tokens.js";
import type { Memberships } from "./memberships.js";
import type { Organizations } from "./organizations.js";

/** Asks the outside issuer's keys whose token this is: its `sub` and end, or null when the token is not good. */
export type UserTokenVerifier = (token: string) => Promise<{ subject: string; expiresAt: Date } | null>;

const JWT = /^[\w-]+\.[\w-]+\.[\w-]+$/;

/** Who a bearer token stands for: an API token, a service account's access token, or a user's JWT. */
export class Authentication {
  constructor(
    private readonly apiTokens: ApiTokens,
    private readonly accessTokens: AccessTokens,
    private readonly memberships: Memberships,
    private readonly organizations: Organizations,
    /** The audience of access tokens that are for this gateway itself (RFC 8707). */
    private readonly audience: string,
    private readonly verifyUserToken: UserTokenVerifier | undefined,
  ) {}

  /**
   * Null for a token that names nobody, or nobody in the organization that `organization` names, by id or slug. A
   * member of several who has not used just one of them has to name one; without it `invalid` is thrown for them.
   */
  async authenticate(token: string, origin: Origin, organization?: string): Promise<Actor | null> {
    if (JWT.test(token)) return this.authenticateUser(token, origin, organization);
    const actor = isWellFormedSecret(token, "ogt_")
      ? await this.apiTokens.authenticate(token, origin)
      : await this.authenticateApplication(token, origin);
    return actor && (await this.isIn(actor, organization)) ? actor : null;
  }

  /**
   * The same for what lies in one organization, by id: it does not exist for anybody else. Throws `not_found` for a
   * token that is good, but not there.
   */
  async authenticateAt(token: string, origin: Origin, organizationId: string): Promise<Actor | null> {
    const actor = await this.authenticate(token, origin, organizationId);
    if (!actor && (await this.isSomebody(token, origin))) throw DomainError.notFound("Organization");
    return actor;
  }

  private async isSomebody(token: string, origin: Origin): Promise<boolean> {
    if (!JWT.test(token)) return (await this.authenticate(token, origin)) !== null;
    const user = await this.verifyUserToken?.(token);
    return user != null && this.memberships.isMember(user.subject);
  }

  /** Whoever names the wrong organization by mistake must not change things in another one. */
  private async isIn({ organizationId }: Actor, organization: string | undefined): Promise<boolean> {
    if (organization === undefined || organization === organizationId) return true;
    return (await this.organizations.findBySlug(organization))?.id === organizationId;
  }

  private async authenticateApplication(token: string, origin: Origin): Promise<Actor | null> {
    const live = await this.accessTokens.find(token);
    if (live?.audience !== this.audience) return null;
    const member = await this.memberships.ofApplication(live.application.id);
    return member ? actorOf(member, ActorKind.APPLICATION, live, origin) : null;
  }

  private async authenticateUser(token: string, origin: Origin, organization?: string): Promise<Actor | null> {
    const user = await this.verifyUserToken?.(token);
    if (!user) return null;
    const { subject, expiresAt } = user;
    const member =
      organization === undefined
        ? await this.memberships.ofUser(subject)
        : await this.memberships.ofUserAt(subject, organization);
    if (!member) return null;
    await this.memberships.noteUse(member);
    return actorOf(member, ActorKind.USER, { expiresAt, digest: null, clientSecretId: null }, origin);
  }
}

/** What an actor is known by: when that ends, and for an access token its digest and the secret that obtained it. */
interface Credential {
  expiresAt: Date;
  digest: string | null;
  clientSecretId: string | null;
}

function actorOf(member: Member, kind: ActorKind, credential: Credential, origin: Origin): Actor {
  const { actorId: id, name, organizationId, role } = member;
  const { expiresAt, digest: accessTokenDigest, clientSecretId } = credential;
  const permissions = new Set(permissionsOf(role));
  return { id, kind, name, organizationId, role, permissions, expiresAt, accessTokenDigest, clientSecretId, origin };
}
