import type { Reader } from "../../database/reader.js";
import { DomainError } from "../../model/domain-error.js";
import type { Member } from "../../model/member.js";
import { Role } from "../../model/permission.js";
import { USABLE } from "../secrets/usable.js";
import { GETS_TOKENS } from "../tokens/access-tokens.js";

/** Another owner that can act: a user who is not pending, or an application that can obtain access tokens. */
const ANOTHER_OWNER = `members
  WHERE organization_id = :organizationId AND role = '${Role.OWNER}' AND id <> :id AND (
    (oauth_application_id IS NULL AND subject <> '') OR EXISTS (
      SELECT 1 FROM oauth_applications WHERE id = members.oauth_application_id AND ${GETS_TOKENS} AND EXISTS (
        SELECT 1 FROM client_secrets WHERE oauth_application_id = oauth_applications.id AND ${USABLE}
      )
    )
  )`;

/** Throws `conflict` when no other owner can act. */
export async function demandAnotherOwner(reader: Reader, { id, organizationId }: Member, now: number): Promise<void> {
  if (await reader.exists(ANOTHER_OWNER, { organizationId, id, now })) return;
  throw DomainError.conflict(
    "The last owner that can act cannot be removed, get a lower role, or lose what its application acts with. Make somebody else an owner first.",
  );
}
