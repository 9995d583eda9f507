import type { Reader } from "../../database/reader.js";
import type { Selections } from "../../database/select.js";
import type { Actor } from "../../model/actor.js";
import { AuditEvent } from "../../model/audit-event.js";
import { ClientSecret } from "../../model/client-secret.js";
import { DomainError } from "../../model/domain-error.js";
import { OAuthApplication } from "../../model/oauth-application.js";
import type { BroughtClient } from "./brought-client.js";

type Holders = [OAuthApplication, AuditEvent, ClientSecret, ClientSecret];

/**
 * What has or had an id, in any organization. A secret's by itself: for either of two, PostgreSQL would read all secrets
 * where it looks for those of many clients at once.
 */
const HOLDERS: Selections<Holders> = [
  { entity: OAuthApplication, tail: "WHERE id = :id" },
  { entity: AuditEvent, tail: "WHERE target_id = :id AND action = 'oauth_application.deleted'" },
  { entity: ClientSecret, tail: "WHERE id = :currentId" },
  { entity: ClientSecret, tail: "WHERE id = :previousId" },
];

/** Where it is only found on writing, which of them it is stays unknown. */
export const ONE_IS_TAKEN = "This client id, or an id that came with it, is taken.";

/**
 * Throws `conflict` when the id that a new application brings is or was another one's, or when a secret's id is taken:
 * digests are of the application's id, so that with it the secrets of one that was deleted would work again.
 */
export async function demandFreeIds(reader: Reader, { organizationId }: Actor, client: BroughtClient): Promise<void> {
  const { id } = client;
  if (id === undefined) return;
  const parameters = { id, ...secretIdsOf(client) };
  const [applications, deletions, ...secrets] = await reader.listEach<Holders>(HOLDERS, parameters);
  // Whose it is stays unsaid.
  if (applications.length > 0) throw DomainError.stale(takenIs("the application"));
  if (deletions.some((event) => event.organizationId === organizationId)) {
    throw DomainError.conflict("An application with this id was deleted here. What was deleted stays so.");
  }
  if (deletions.length > 0) throw DomainError.conflict(takenIs("the application"));
  if (secrets.flat().length > 0) throw DomainError.stale(takenIs("a secret"));
}

/** Throws `conflict` when the id of a secret is taken: its application is as it was judged, so that somebody else has it. */
export async function demandFreeSecretIds(reader: Reader, client: BroughtClient): Promise<void> {
  if (await reader.exists("client_secrets WHERE id IN (:currentId, :previousId)", secretIdsOf(client))) {
    throw DomainError.conflict(takenIs("a secret"));
  }
}

/** The ids of the secrets that a client brings along, two at most; what is no id where it has none. */
function secretIdsOf({ secrets }: BroughtClient): { currentId: string; previousId: string } {
  const [currentId = "", previousId = ""] = secrets.flatMap((secret) =>
    secret.form === "digest" ? [secret.state.id] : [],
  );
  return { currentId, previousId };
}

function takenIs(whose: string): string {
  return `The id of ${whose} is taken.`;
}
