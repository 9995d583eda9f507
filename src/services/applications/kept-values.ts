import type { Database } from "../../database/database.js";
import type { Actor } from "../../model/actor.js";
import { DomainError } from "../../model/domain-error.js";
import { ID_PREFIX, prefixOf } from "../../model/identifier.js";
import type { UpdateOAuthApplicationInput } from "../../model/inputs/oauth-application.inputs.js";
import { OAuthApplication } from "../../model/oauth-application.js";
import { validateInput } from "../validation.js";

const ITSELF = "WHERE id = :id AND organization_id = :organizationId";

/**
 * Validates a change. Values that the application has already pass, since rules may be newer than they are. Answers
 * whether any value passed only for that; then the transaction validates again, by the application as it is inside it.
 */
export async function validateChange(
  database: Database,
  { organizationId }: Actor,
  input: UpdateOAuthApplicationInput,
): Promise<boolean> {
  try {
    validateInput(input);
    return false;
  } catch (error) {
    const { oauthApplicationId: id } = input;
    if (!(error instanceof DomainError) || prefixOf(id) !== ID_PREFIX.oauthApplication) throw error;
    const application = await database.read.first(OAuthApplication, ITSELF, { id, organizationId });
    if (!application) throw error;
    validateInput(input, application);
    return true;
  }
}
