import type { Database } from "../../database/database.js";
import { isUniqueViolation } from "../../database/failures.js";
import type { Transaction } from "../../database/transaction.js";
import type { Actor } from "../../model/actor.js";
import type { IssuerUser } from "../../model/issuer-user.js";
import { Member, MemberKind } from "../../model/member.js";
import type { AuditTrail } from "../audit/audit-trail.js";
import type { Clock } from "../clock.js";

const OWN = `kind = '${MemberKind.USER}' AND subject = :subject`;

/** Users who were added by e-mail and have not signed in. */
const ALL = `kind = '${MemberKind.USER}' AND subject = ''`;

const DEPARTED_SINCE = "departures WHERE subject = :subject AND left_at > :addedAt";

const BIND = `UPDATE members SET subject = :subject,
  named_only = named_only OR EXISTS (SELECT 1 FROM members WHERE ${OWN} AND first_used_at IS NOT NULL)
  WHERE id = :id AND ${ALL} AND organization_id NOT IN (SELECT organization_id FROM members WHERE ${OWN}) RETURNING id`;

const NOTE_DEPARTURE = `INSERT INTO departures (subject, left_at)
  SELECT :subject, :now WHERE EXISTS (SELECT 1 FROM members WHERE ${ALL})
  ON CONFLICT (subject) DO UPDATE SET left_at = excluded.left_at`;

const WORKS_SOMEWHERE = "members WHERE email = :email AND first_used_at IS NOT NULL";

/** Users who were added by e-mail, until they sign in for the first time: then the member is their subject. */
export class PendingMembers {
  constructor(
    private readonly database: Database,
    private readonly trail: AuditTrail,
    private readonly clock: Clock,
  ) {}

  /** Whether a user has been removed from where they worked since the member was added. */
  async hasLeftSince({ createdAt }: Member, { subject }: IssuerUser): Promise<boolean> {
    return this.database.read.exists(DEPARTED_SINCE, { subject, addedAt: createdAt.getTime() });
  }

  /**
   * Makes the member the subject of a user, who is the `actor` of the audit event. Does nothing when another one was
   * first, or when the user has become a member of the organization in another way.
   */
  async bind({ id, email }: Member, { subject }: IssuerUser, actor: Actor): Promise<void> {
    try {
      await this.database.write(async (transaction) => {
        const bound = await transaction.rows(BIND, { id, subject });
        if (bound.length === 0) return;
        await this.trail.record(transaction, actor, this.clock(), "member.bound", id, { subject, email });
      });
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
    }
  }
}

/** Whether a user who was added by this address has acted in any organization. */
export function worksSomewhereAs(transaction: Transaction, email: string): Promise<boolean> {
  return transaction.exists(WORKS_SOMEWHERE, { email });
}

/** Remembers that a user has left, for members that are pending now. */
export async function noteDeparture(transaction: Transaction, { subject, firstUsedAt }: Member, now: number) {
  if (subject === "" || firstUsedAt === null) return;
  await transaction.rows(NOTE_DEPARTURE, { subject, now });
}
