import type { Database } from "../../database/database.js";
import { type Actor, ActorKind } from "../../model/actor.js";
import { DomainError } from "../../model/domain-error.js";
import { Member, MemberKind } from "../../model/member.js";
import { Organization } from "../../model/organization.js";
import type { Clock } from "../clock.js";
import { atMost } from "../patience.js";

/** How long a request waits until the first use of a membership is written, at most. */
const FIRST_USE_PATIENCE_MS = 1000;

const MAX_OWN = 100;

const OF_SUBJECT = "WHERE kind = :kind AND subject = :subject";
const NAMED = `${OF_SUBJECT} AND organization_id IN (
  SELECT id FROM organizations WHERE id = :organization OR slug = :organization)`;
/** Two are enough to tell whether there is one, and those that were used come first. */
const UNNAMED = `${OF_SUBJECT} ORDER BY first_used_at IS NULL LIMIT 2`;

/** All of somebody's, and their organizations. */
const OWN = [
  { entity: Member, tail: `${OF_SUBJECT} ORDER BY id LIMIT ${MAX_OWN}` },
  {
    entity: Organization,
    tail: `WHERE id IN (SELECT organization_id FROM members ${OF_SUBJECT} ORDER BY id LIMIT ${MAX_OWN})`,
  },
] as const;

const NOTE = "UPDATE members SET first_used_at = :now WHERE id = :id AND first_used_at IS NULL";

/** To which organizations somebody belongs: asked before there is an actor, and by actors about themselves. */
export class Memberships {
  /** First uses that are being written, by the member's id: requests of one moment share one. */
  private readonly noting = new Map<string, Promise<void>>();

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly onError: (error: unknown) => void,
  ) {}

  async ofApplication(oauthApplicationId: string): Promise<Member | null> {
    const parameters = { kind: MemberKind.APPLICATION, subject: oauthApplicationId };
    return this.database.read.first(Member, OF_SUBJECT, parameters);
  }

  /** The membership of a user in an organization, by its id or slug. */
  async ofUserAt(subject: string, organization: string): Promise<Member | null> {
    return this.database.read.first(Member, NAMED, { kind: MemberKind.USER, subject, organization });
  }

  /**
   * The membership that a user means who names no organization: the one they have used, which nobody elsewhere can
   * change by adding them too, or else the only one. Throws `invalid` when there are several, used or unused, and for
   * one that was added while they worked elsewhere: others chose it, and when the user would be sent there.
   */
  async ofUser(subject: string): Promise<Member | null> {
    const parameters = { kind: MemberKind.USER, subject };
    const [first, second] = await this.database.read.list(Member, UNNAMED, parameters);
    if (!first) return null;
    const isMeant = first.firstUsedAt === null ? !second && !first.namedOnly : !second?.firstUsedAt;
    if (!isMeant) {
      throw DomainError.invalidField(
        "X-Organization",
        "required",
        "X-Organization must name one of your organizations",
      );
    }
    return first;
  }

  async isMember(subject: string): Promise<boolean> {
    return this.database.read.exists(`members ${OF_SUBJECT}`, { kind: MemberKind.USER, subject });
  }

  /**
   * Remembers that a user acts in a membership, before the request goes on; for every way in to call, once it knows
   * that the request is not about leaving. What cannot be written refuses nobody: the next request tries again.
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

  /** The member that asks; null for an API token, which is none. */
  async ownId({ kind, id }: Actor): Promise<string | null> {
    if (kind === ActorKind.USER) return id;
    return kind === ActorKind.APPLICATION ? ((await this.ofApplication(id))?.id ?? null) : null;
  }

  /** Those of the user or the application that asks, in every organization: at most 100, oldest first. */
  async own(actor: Actor): Promise<{ member: Member; organization: Organization }[]> {
    const { read } = this.database;
    const id = await this.ownId(actor);
    const self = id === null ? null : await read.find(Member, { id });
    if (!self) return [];
    const { kind, subject } = self;
    const [members, organizations] = await read.listEach<[Member, Organization]>(OWN, { kind, subject });
    const byId = new Map(organizations.map((organization) => [organization.id, organization]));
    return members.flatMap((member) => {
      const organization = byId.get(member.organizationId);
      return organization ? [{ member, organization }] : [];
    });
  }
}
