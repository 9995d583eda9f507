import type { Reader } from "../../database/reader.js";
import type { AuditEvent } from "../../model/audit-event.js";
import type { ClientSecret } from "../../model/client-secret.js";
import { DomainError } from "../../model/domain-error.js";
import type { OAuthApplication } from "../../model/oauth-application.js";
import type { BroughtClient } from "./brought-client.js";

/** Where it is only found on writing, which of them it is stays unknown. */
export const ONE_IS_TAKEN = "This client id, or an id that came with it, is taken.";

/** The ids of the secrets that a client brings along, two at most; what is no id where it has none. */
export function secretIdsOf({ secrets }: Pick<BroughtClient, "secrets">): { currentId: string; previousId: string } {
  const [currentId = "", previousId = ""] = secrets.flatMap((secret) =>
    secret.form === "digest" ? [secret.state.id] : [],
  );
  return { currentId, previousId };
}

/**
 * Why a new application cannot have the ids that it brings, by what has or had them: digests are of the application's id,
 * so that with it the secrets of one that was deleted would work again.
 */
export function takenId(
  organizationId: string,
  [applications, deletions, secrets]: readonly [OAuthApplication[], AuditEvent[], ClientSecret[]],
): DomainError | undefined {
  // Whose it is stays unsaid.
  if (applications.length > 0) return taken("the application");
  if (deletions.some((event) => event.organizationId === organizationId)) {
    return DomainError.conflict("An application with this id was deleted here. What was deleted stays so.");
  }
  if (deletions.length > 0) return taken("the application");
  return secrets.length > 0 ? taken("a secret") : undefined;
}

/** Throws `conflict` when the id of a secret is taken. */
export async function demandFreeSecretIds(reader: Reader, client: BroughtClient): Promise<void> {
  if (await reader.exists("client_secrets WHERE id IN (:currentId, :previousId)", secretIdsOf(client))) {
    throw taken("a secret");
  }
}

function taken(whose: string): DomainError {
  return DomainError.conflict(`The id of ${whose} is taken.`);
}
