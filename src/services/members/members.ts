import type { Database } from "../../database/database.js";
import { isUniqueViolation } from "../../database/failures.js";
import { Listing } from "../../database/listing.js";
import type { Transaction } from "../../database/transaction.js";
import { type Actor, ActorKind } from "../../model/actor.js";
import { DomainError } from "../../model/domain-error.js";
import { ID_PREFIX, prefixOf } from "../../model/identifier.js";
import type { AddMemberInput, RemoveMemberInput, UpdateMemberInput } from "../../model/inputs/member.inputs.js";
import type { PageArgs } from "../../model/inputs/page.inputs.js";
import { Member } from "../../model/member.js";
import { outranks, Permission, Role } from "../../model/permission.js";
import { holdLiveActor, lockOrganization } from "../actors/live-actor.js";
import { demand, rejectAbove } from "../actors/permissions.js";
import type { BegunChange } from "../applications/changes.js";
import type { AuditTrail } from "../audit/audit-trail.js";
import type { Clock } from "../clock.js";
import { demandRoomForMember, isBound } from "../limits/limits.js";
import { manyById } from "../many-by-id.js";
import { NEWEST_FIRST, type Page, paginate } from "../paging.js";
import type { ApiTokens } from "../tokens/api-tokens.js";
import { endAccessTokens } from "../tokens/obtained-tokens.js";
import { validateInput } from "../validation.js";
import { newMember, rejectOtherThanOne } from "./new-member.js";
import { demandAnotherOwner } from "./owners.js";
import { noteDeparture } from "./pending-members.js";

/** Users and service accounts of an organization. Nobody gives, takes or uses a role above their own. */
export class Members {
  constructor(
    private readonly database: Database,
    private readonly trail: AuditTrail,
    private readonly apiTokens: ApiTokens,
    /** The audience of access tokens for the gateway itself, which only members obtain. */
    private readonly audience: string,
    private readonly clock: Clock,
  ) {}

  /** A page of the organization's members, newest first. */
  async list(actor: Actor, args: PageArgs): Promise<Page<Member>> {
    demand(actor, Permission.MEMBER_READ);
    validateInput(args);
    const { organizationId } = actor;
    const members = new Listing(this.database, actor, Member).where("organization_id = :organizationId", {
      organizationId,
    });
    return paginate(members, ID_PREFIX.member, NEWEST_FIRST, args);
  }

  /** For the command line, which is of no organization; null for an unknown member. */
  async organizationIdOf(id: string): Promise<string | null> {
    if (prefixOf(id) !== ID_PREFIX.member) return null;
    return (await this.database.read.find(Member, { id }))?.organizationId ?? null;
  }

  async get(actor: Actor, id: string): Promise<Member | null> {
    demand(actor, Permission.MEMBER_READ);
    return this.database.read.find(Member, { id, organizationId: actor.organizationId });
  }

  /** Several by id, in the given order, in one statement; null where there is none. */
  async getMany(actor: Actor, ids: readonly string[]): Promise<(Member | null)[]> {
    demand(actor, Permission.MEMBER_READ);
    return manyById(this.database, Member, actor, ids);
  }

  /** Whether an application is a member of its organization. */
  async isServiceAccount(oauthApplicationId: string): Promise<boolean> {
    return this.database.read.exists("members WHERE oauth_application_id = :oauthApplicationId", {
      oauthApplicationId,
    });
  }

  /**
   * Makes a user, by subject or e-mail, or an application a member, with at most the actor's own role. Throws `invalid`,
   * `forbidden`, `not_found` for an application elsewhere, and `conflict` for a member already there or a full
   * organization.
   */
  async add(actor: Actor, input: AddMemberInput): Promise<Member> {
    demand(actor, Permission.MEMBER_WRITE);
    validateInput(input);
    rejectAbove(actor, input.role);
    rejectOtherThanOne(input);
    return this.database
      .write(async (transaction) => {
        const { oauthApplicationId } = input;
        if (oauthApplicationId != null) await lockApplication(transaction, actor, oauthApplicationId);
        await lockOrganization(transaction, actor);
        const now = await holdLiveActor(transaction, actor, this.clock);
        if (isBound(actor)) await demandRoomForMember(transaction, actor);
        const member = await newMember(transaction, actor, input, now);
        await transaction.insert(Member, member);
        await this.trail.record(transaction, actor, now, "member.added", member.id, {
          ...member.identity,
          role: member.role,
        });
        return member;
      }, actor.origin.patience)
      .catch((error: unknown) => {
        if (isUniqueViolation(error)) throw DomainError.conflict("This user or application is a member already.");
        throw error;
      });
  }

  /** Changes a role. Lowering it revokes the API tokens that the member issued. */
  async update(actor: Actor, input: UpdateMemberInput): Promise<Member> {
    demand(actor, Permission.MEMBER_WRITE);
    validateInput(input);
    rejectAbove(actor, input.role);
    return this.change(actor, input.memberId, async (transaction, member, now) => {
      const isDemoted = outranks(member.role, input.role);
      if (isDemoted) await this.takeAway(transaction, actor, member, now);
      await transaction.update(Member, member.id, { role: input.role });
      await this.trail.record(transaction, actor, now, "member.updated", member.id, {
        from: member.role,
        to: input.role,
      });
      return Object.assign(new Member(), { ...member, role: input.role });
    });
  }

  /**
   * Ends a membership and revokes the API tokens that the member issued. Answers the member's id. Members may remove
   * themselves without a permission.
   */
  async remove(actor: Actor, input: RemoveMemberInput): Promise<string> {
    if (!(await this.isOneself(actor, input.memberId))) demand(actor, Permission.MEMBER_WRITE);
    validateInput(input);
    return this.change(actor, input.memberId, async (transaction, member, now) => {
      await this.delete(transaction, actor, member, now);
      return member.id;
    });
  }

  /** Whether the actor is this member. An API token never is, whoever issued it. */
  private async isOneself({ kind, id }: Actor, memberId: string): Promise<boolean> {
    if (kind === ActorKind.USER) return memberId === id;
    if (kind !== ActorKind.APPLICATION) return false;
    const itself = "members WHERE id = :memberId AND oauth_application_id = :id";
    return this.database.read.exists(itself, { memberId: String(memberId), id });
  }

  /**
   * Revokes the API tokens issued by a service account that may no longer act, because it became disabled or public.
   */
  async revokeIssuedBy(transaction: Transaction, actor: Actor, member: Member, now: number): Promise<void> {
    await this.apiTokens.revokeIssuedBy(transaction, actor, member.actorId, now);
  }

  /** Throws `conflict` when the application is the last owner that can act and is about to lose that ability. */
  async demandAnotherOwner(
    transaction: Transaction,
    actor: Actor,
    { member, now, holdActor }: BegunChange,
  ): Promise<void> {
    if (member?.role !== Role.OWNER) return;
    await lockOrganization(transaction, actor);
    await holdActor(transaction);
    await demandAnotherOwner(transaction, member, now);
  }

  /** Ends the membership, if there is one, of an application that is about to be deleted. */
  async removeApplication(
    transaction: Transaction,
    actor: Actor,
    { member, now, holdActor }: BegunChange,
  ): Promise<void> {
    await lockOrganization(transaction, actor);
    await holdActor(transaction);
    if (member) await this.delete(transaction, actor, member, now);
  }

  private async change<T>(
    actor: Actor,
    memberId: string,
    work: (transaction: Transaction, member: Member, now: number) => Promise<T>,
  ): Promise<T> {
    if (prefixOf(memberId) !== ID_PREFIX.member) throw DomainError.notFound("Member");
    return this.database.write(
      async (transaction) => {
        const key = { id: memberId, organizationId: actor.organizationId };
        const found = await transaction.find(Member, key);
        if (found?.oauthApplicationId) await lockApplication(transaction, actor, found.oauthApplicationId);
        await lockOrganization(transaction, actor);
        // Locks the member's row, so that a token which it is issuing right now is committed first and gets revoked.
        const now = await holdLiveActor(transaction, actor, this.clock, memberId);
        const member = await transaction.find(Member, key);
        if (!member) throw DomainError.notFound("Member");
        rejectAbove(actor, member.role);
        return work(transaction, member, now);
      },
      actor.origin.patience,
      `${actor.organizationId} members`,
    );
  }

  private async delete(transaction: Transaction, actor: Actor, member: Member, now: number): Promise<void> {
    await this.takeAway(transaction, actor, member, now);
    await transaction.remove(Member, { id: member.id });
    await noteDeparture(transaction, member, now);
    // Deleted, so that they do not work again when the application is added again.
    const { oauthApplicationId } = member;
    const { audience } = this;
    if (oauthApplicationId !== null) await endAccessTokens(transaction, oauthApplicationId, { audience });
    const details = { ...member.identity, ...(member.actorId === actor.id ? { left: true } : {}) };
    await this.trail.record(transaction, actor, now, "member.removed", member.id, details);
  }

  private async takeAway(transaction: Transaction, actor: Actor, member: Member, now: number): Promise<void> {
    if (member.role === Role.OWNER && !member.isPending) await demandAnotherOwner(transaction, member, now);
    await this.apiTokens.revokeIssuedBy(transaction, actor, member.actorId, now);
  }
}

/**
 * Locks the application, since the membership decides who may change it. Always the first lock, as in
 * applications/changes.ts.
 */
async function lockApplication(transaction: Transaction, { organizationId }: Actor, id: string): Promise<void> {
  if (prefixOf(id) !== ID_PREFIX.oauthApplication) throw DomainError.notFound("OAuth application");
  const condition = "id = :id AND organization_id = :organizationId";
  await transaction.lock({ table: "oauth_applications", condition, parameters: { id, organizationId } });
}
