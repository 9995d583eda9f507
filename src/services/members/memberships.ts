import type { Database } from "../../database/database.js";
import type { Parameters } from "../../database/engine.js";
import { type Actor, ActorKind } from "../../model/actor.js";
import { type IssuerUser, verifiedKeyOf } from "../../model/issuer-user.js";
import { Member, MemberKind } from "../../model/member.js";
import { Organization } from "../../model/organization.js";
import { UndecidedUser } from "../../model/undecided-user.js";
import type { Clock } from "../clock.js";
import { atMost } from "../patience.js";
import type { PendingMembers } from "./pending-members.js";

/** How long a request waits for the first use of its membership to be written. */
const FIRST_USE_PATIENCE_MS = 1000;

const MAX_OWN = 100;

const OF_SUBJECT = "WHERE kind = :kind AND subject = :subject";

/**
 * The memberships of a user's subject, and those that await their e-mail address elsewhere. Read at once, since the
 * first request makes the latter the former.
 */
const OF_USER = `WHERE id IN (
    SELECT id FROM members ${OF_SUBJECT}
    UNION ALL SELECT id FROM members WHERE email = :email AND subject = ''
      AND organization_id NOT IN (SELECT organization_id FROM members ${OF_SUBJECT})
  )`;

const NAMED = `AND organization_id IN (
  SELECT id FROM organizations WHERE id = :organization OR slug = :organization)`;
/** Memberships that have been used come first; two rows tell whether there is more than one. */
const UNNAMED = "ORDER BY first_used_at IS NULL LIMIT 2";
const OLDEST_OF_USER = `${OF_USER} ORDER BY id LIMIT ${MAX_OWN}`;

/** All memberships of a user or an application, and their organizations. */
const OWN = [
  { entity: Member, tail: OLDEST_OF_USER },
  { entity: Organization, tail: `WHERE id IN (SELECT organization_id FROM members ${OLDEST_OF_USER})` },
] as const;

const NOTE = "UPDATE members SET first_used_at = :now WHERE id = :id AND first_used_at IS NULL";

/** By what memberships are found: the parameters of `OF_USER`. */
type Whose = Pick<Member, "kind" | "subject" | "email">;

const ofUser = (user: IssuerUser): Whose => ({
  kind: MemberKind.USER,
  subject: user.subject,
  email: verifiedKeyOf(user),
});

/** A membership with its organization, as its member sees it. */
export interface OwnMembership {
  member: Member;
  organization: Organization;
}

/**
 * Which organizations a user or application belongs to: asked before there is an actor, and by actors about themselves.
 */
export class Memberships {
  /** First uses that are being written, by the member's id: simultaneous requests share one write. */
  private readonly noting = new Map<string, Promise<void>>();

  constructor(
    private readonly database: Database,
    private readonly pending: PendingMembers,
    private readonly clock: Clock,
    private readonly onError: (error: unknown) => void,
  ) {}

  /** The membership of a service account; null for an application that is no member. */
  async ofApplication(oauthApplicationId: string): Promise<Member | null> {
    const parameters = { kind: MemberKind.APPLICATION, subject: oauthApplicationId };
    return this.database.read.first(Member, OF_SUBJECT, parameters);
  }

  /**
   * A user's membership of an organization, which is named by id or slug; null when there is none. It may be one that
   * awaits them.
   */
  async ofUserAt(user: IssuerUser, organization: string): Promise<Member | null> {
    const [found = null] = await this.find(user, NAMED, { organization }, (own) => own.length > 0);
    return found;
  }

  /**
   * The membership of a user who names no organization: the only one they have used, which others cannot change by
   * adding them elsewhere, or else the only one there is, or that awaits them. Throws `UndecidedUser` when that is not
   * clear, or when the only one was added while they worked elsewhere: others would decide where the user is sent.
   */
  async ofUser(user: IssuerUser): Promise<Member | null> {
    const [first, second] = await this.find(user, UNNAMED, {}, ([own]) => own != null && own.firstUsedAt !== null);
    if (!first) return null;
    const isMeant =
      first.firstUsedAt === null ? !second && !(await this.isElsewhere(first, user)) : !second?.firstUsedAt;
    if (!isMeant) throw new UndecidedUser(user);
    return first;
  }

  /** Memberships by the user's subject, or also by their e-mail address, unless the former are `enough`. */
  private async find(
    user: IssuerUser,
    tail: string,
    parameters: Parameters,
    enough: (own: readonly Member[]) => boolean,
  ): Promise<Member[]> {
    const { read } = this.database;
    const { subject } = user;
    const own = await read.list(Member, `${OF_SUBJECT} ${tail}`, { kind: MemberKind.USER, subject, ...parameters });
    if (user.verifiedEmail === null || enough(own)) return own;
    return read.list(Member, `${OF_USER} ${tail}`, { ...ofUser(user), ...parameters });
  }

  /** Whether an unused membership was added while the user worked in another organization. */
  private async isElsewhere(member: Member, user: IssuerUser): Promise<boolean> {
    return member.namedOnly || (member.isPending && (await this.pending.hasLeftSince(member, user)));
  }

  /** Whether a user is a member of any organization, or awaited in one. */
  async isMember(user: IssuerUser): Promise<boolean> {
    return this.database.read.exists(`members ${OF_USER}`, ofUser(user));
  }

  /**
   * Writes down that a user acts in a membership. Every way in calls it before it goes on, unless the request is about
   * leaving the organization. A failed write refuses nobody: the next request tries again.
   */
  async noteUse({ id, isFirstUse }: Actor): Promise<void> {
    if (!isFirstUse) return;
    const noted = this.noting.get(id) ?? this.write(id).finally(() => this.noting.delete(id));
    this.noting.set(id, noted);
    await atMost(FIRST_USE_PATIENCE_MS, noted);
  }

  private write(id: string): Promise<void> {
    const now = this.clock();
    return this.database
      .write(async (transaction) => void (await transaction.rows(NOTE, { id, now })))
      .catch(this.onError);
  }

  /** The member's id of the actor; null for an API token. */
  async ownId({ kind, id }: Actor): Promise<string | null> {
    if (kind === ActorKind.USER) return id;
    return kind === ActorKind.APPLICATION ? ((await this.ofApplication(id))?.id ?? null) : null;
  }

  /** The memberships of the actor's user or application, in all organizations: at most 100, oldest first. */
  async own(actor: Actor): Promise<OwnMembership[]> {
    const id = await this.ownId(actor);
    const self = id === null ? null : await this.database.read.find(Member, { id });
    if (!self) return [];
    const { kind, subject } = self;
    return this.all({ kind, subject, email: actor.issuerUser ? verifiedKeyOf(actor.issuerUser) : null });
  }

  /** The same of a user who has not chosen one of them yet. */
  async ofUndecided({ user }: UndecidedUser): Promise<OwnMembership[]> {
    return this.all(ofUser(user));
  }

  private async all(whose: Whose): Promise<OwnMembership[]> {
    const { read } = this.database;
    const [members, organizations] = await read.listEach<[Member, Organization]>(OWN, { ...whose });
    const byId = new Map(organizations.map((organization) => [organization.id, organization]));
    return members.flatMap((member) => {
      const organization = byId.get(member.organizationId);
      return organization ? [{ member, organization }] : [];
    });
  }
}
