import type { Transaction } from "../../database/transaction.js";
import type { Actor } from "../../model/actor.js";
import { GrantType } from "../../model/client-metadata.js";
import { DomainError } from "../../model/domain-error.js";
import { emailKeyOf } from "../../model/email.js";
import { ID_PREFIX, newId } from "../../model/identifier.js";
import type { AddMemberInput } from "../../model/inputs/member.inputs.js";
import { Member, MemberKind } from "../../model/member.js";
import { nameProblem } from "../../model/name.js";
import { OAuthApplication } from "../../model/oauth-application.js";
import { worksSomewhereAs } from "./pending-members.js";

/** Whom a new member stands for. */
type Whom = Pick<Member, "kind" | "subject" | "email" | "oauthApplicationId" | "name" | "namedOnly">;

/** Throws `invalid` unless exactly one of an application, a subject and an e-mail address is given. */
export function rejectOtherThanOne({ subject, email, oauthApplicationId }: AddMemberInput): void {
  if ([subject, email, oauthApplicationId].filter((value) => value != null).length === 1) return;
  throw DomainError.invalidField(
    "subject",
    "exclusive",
    "subject, email or oauthApplicationId must be given, exactly one",
  );
}

/** The member that the actor wants to add. Throws `not_found`, `conflict` and `invalid`, as Members.add does. */
export async function newMember(
  transaction: Transaction,
  actor: Actor,
  input: AddMemberInput,
  now: number,
): Promise<Member> {
  const whom = await whomOf(transaction, actor, input);
  return Object.assign(new Member(), {
    ...whom,
    id: newId(ID_PREFIX.member, now),
    organizationId: actor.organizationId,
    name: input.name ?? defaultName(whom.name),
    role: input.role,
    firstUsedAt: null,
    createdByKind: actor.kind,
    createdById: actor.id,
  });
}

async function whomOf(
  transaction: Transaction,
  actor: Actor,
  { oauthApplicationId, subject, email }: AddMemberInput,
): Promise<Whom> {
  const none = { subject: "", email: null, oauthApplicationId: null, namedOnly: false };
  if (oauthApplicationId != null) {
    const { id, name } = await serviceAccount(transaction, actor, oauthApplicationId);
    return { ...none, kind: MemberKind.APPLICATION, subject: id, oauthApplicationId: id, name };
  }
  if (subject != null) {
    const namedOnly = await worksSomewhere(transaction, subject);
    return { ...none, kind: MemberKind.USER, subject, name: subject, namedOnly };
  }
  const key = emailKeyOf(email as string) as string;
  return {
    ...none,
    kind: MemberKind.USER,
    email: key,
    name: key,
    namedOnly: await worksSomewhereAs(transaction, key),
  };
}

/** What a member is called who is given no name. Throws `invalid` when that may not be a name. */
function defaultName(name: string): string {
  const problem = nameProblem(name);
  if (problem) throw DomainError.invalidField("name", "name", `name must be given: the member's own ${problem}`);
  return name;
}

const USED = `members WHERE kind = '${MemberKind.USER}' AND subject = :subject AND first_used_at IS NOT NULL`;

/** Whether a user has acted in any organization. */
function worksSomewhere(transaction: Transaction, subject: string): Promise<boolean> {
  return transaction.exists(USED, { subject });
}

async function serviceAccount(transaction: Transaction, actor: Actor, id: string): Promise<OAuthApplication> {
  const application = await transaction.find(OAuthApplication, { id, organizationId: actor.organizationId });
  if (!application) throw DomainError.notFound("OAuth application");
  if (application.public || !application.grantTypes.includes(GrantType.CLIENT_CREDENTIALS)) {
    throw DomainError.conflict("Only a confidential application with the grant CLIENT_CREDENTIALS can be a member.");
  }
  return application;
}
