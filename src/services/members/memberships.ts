import type { Database } from "../../database/database.js";
import { type Actor, ActorKind } from "../../model/actor.js";
import { Member, MemberKind } from "../../model/member.js";
import { Organization } from "../../model/organization.js";
import { UndecidedUser } from "../../model/undecided-user.js";
import type { Clock } from "../clock.js";
import { atMost } from "../patience.js";

/** How long a request waits for the first use of its membership to be written. */
const FIRST_USE_PATIENCE_MS = 1000;

const MAX_OWN = 100;

const OF_SUBJECT = "WHERE kind = :kind AND subject = :subject";
const NAMED = `${OF_SUBJECT} AND organization_id IN (
  SELECT id FROM organizations WHERE id = :organization OR slug = :organization)`;
/** Memberships that have been used come first; two rows tell whether there is more than one. */
const UNNAMED = `${OF_SUBJECT} ORDER BY first_used_at IS NULL LIMIT 2`;

/** All memberships of a subject, and their organizations. */
const OWN = [
  { entity: Member, tail: `${OF_SUBJECT} ORDER BY id LIMIT ${MAX_OWN}` },
  {
    entity: Organization,
    tail: `WHERE id IN (SELECT organization_id FROM members ${OF_SUBJECT} ORDER BY id LIMIT ${MAX_OWN})`,
  },
] as const;

const NOTE = "UPDATE members SET first_used_at = :now WHERE id = :id AND first_used_at IS NULL";

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
    private readonly clock: Clock,
    private readonly onError: (error: unknown) => void,
  ) {}

  /** The membership of a service account; null for an application that is no member. */
  async ofApplication(oauthApplicationId: string): Promise<Member | null> {
    const parameters = { kind: MemberKind.APPLICATION, subject: oauthApplicationId };
    return this.database.read.first(Member, OF_SUBJECT, parameters);
  }

  /** A user's membership of an organization, which is named by id or slug; null when there is none. */
  async ofUserAt(subject: string, organization: string): Promise<Member | null> {
    return this.database.read.first(Member, NAMED, { kind: MemberKind.USER, subject, organization });
  }

  /**
   * The membership of a user who names no organization: the only one they have used, which others cannot change by
   * adding them elsewhere, or else the only one there is. Throws `UndecidedUser` when that is not clear, or when the
   * only one was added while they worked elsewhere: others would decide where the user is sent.
   */
  async ofUser(subject: string): Promise<Member | null> {
    const parameters = { kind: MemberKind.USER, subject };
    const [first, second] = await this.database.read.list(Member, UNNAMED, parameters);
    if (!first) return null;
    const isMeant = first.firstUsedAt === null ? !second && !first.namedOnly : !second?.firstUsedAt;
    if (!isMeant) throw new UndecidedUser(subject);
    return first;
  }

  /** Whether a user is a member of any organization. */
  async isMember(subject: string): Promise<boolean> {
    return this.database.read.exists(`members ${OF_SUBJECT}`, { kind: MemberKind.USER, subject });
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
    return self ? this.all(self) : [];
  }

  /** The same of a user who has not chosen one of them yet. */
  async ofUndecided({ subject }: UndecidedUser): Promise<OwnMembership[]> {
    return this.all({ kind: MemberKind.USER, subject });
  }

  private async all({ kind, subject }: Pick<Member, "kind" | "subject">): Promise<OwnMembership[]> {
    const { read } = this.database;
    const [members, organizations] = await read.listEach<[Member, Organization]>(OWN, { kind, subject });
    const byId = new Map(organizations.map((organization) => [organization.id, organization]));
    return members.flatMap((member) => {
      const organization = byId.get(member.organizationId);
      return organization ? [{ member, organization }] : [];
    });
  }
}
