import type { Reader } from "../../database/reader.js";
import type { Selections } from "../../database/select.js";
import type { Actor } from "../../model/actor.js";
import { AuditEvent } from "../../model/audit-event.js";
import { ClientSecret } from "../../model/client-secret.js";
import { DomainError } from "../../model/domain-error.js";
import { ImportedClient } from "../../model/imported-client.js";
import { OAuthApplication } from "../../model/oauth-application.js";
import { Organization } from "../../model/organization.js";
import { RetiredClientId } from "../../model/retired-client-id.js";
import { type RotationState, rotationState } from "../secrets/rotation-state.js";
import { USABLE } from "../secrets/usable.js";
import type { BroughtClient } from "./brought-client.js";
import { secretIdsOf, takenId } from "./taken-ids.js";

const OF_IT = "oauth_application_id = (SELECT id FROM oauth_applications WHERE client_id = :clientId)";

type Decisive = [
  OAuthApplication,
  ImportedClient,
  RetiredClientId,
  Organization,
  ClientSecret,
  OAuthApplication,
  AuditEvent,
  ClientSecret,
];

/** What decides about a client id, and about the ids that a client brings along, whoever has them. */
const DECISIVE: Selections<Decisive> = [
  { entity: OAuthApplication, tail: "WHERE client_id = :clientId" },
  { entity: ImportedClient, tail: `WHERE ${OF_IT}` },
  { entity: RetiredClientId, tail: "WHERE client_id = :clientId" },
  { entity: Organization, tail: "WHERE id = :organizationId" },
  { entity: ClientSecret, tail: `WHERE ${OF_IT} AND ${USABLE}` },
  { entity: OAuthApplication, tail: "WHERE id = :id" },
  { entity: AuditEvent, tail: "WHERE target_id = :id AND action = 'oauth_application.deleted'" },
  { entity: ClientSecret, tail: "WHERE id IN (:currentId, :previousId)" },
];

/** Why a client is refused whose application is no longer here. */
export const DELETED_HERE = "An application with this client id was deleted here. What was deleted stays so.";

/** An application that was imported from the same source before. */
export interface KnownClient {
  application: OAuthApplication;
  imported: ImportedClient;
  /** Those that work. */
  secrets: RotationState;
}

/** What a client meets here. */
export interface Standing {
  /** Null for a client id that nobody has or had. */
  known: KnownClient | null;
  /** Why a new application cannot have the ids that come with it; undefined where it can. */
  takenId: DomainError | undefined;
  /** The organization's setting. */
  allowsHttp: boolean;
}

/**
 * What a client of this source meets here. Throws `conflict` for a client id that another organization has or had, that
 * was deleted here, or that came to be here in another way than from this source.
 */
export async function standingOf(
  reader: Reader,
  { organizationId }: Actor,
  client: Pick<BroughtClient, "id" | "clientId" | "secrets">,
  source: string,
  now: number,
): Promise<Standing> {
  const parameters = { clientId: client.clientId, organizationId, now, id: client.id ?? "", ...secretIdsOf(client) };
  const [[application], [imported], [retired], [organization], secrets, ...ofIds] = await reader.listEach<Decisive>(
    DECISIVE,
    parameters,
  );
  const met = { takenId: takenId(organizationId, ofIds), allowsHttp: organization?.allowHttpRedirectUris ?? false };
  const holder = application ?? retired;
  if (!holder) return { known: null, ...met };
  // Whose it is stays unsaid.
  if (holder.organizationId !== organizationId) throw DomainError.conflict("This client id is taken.");
  if (!application) throw DomainError.conflict(DELETED_HERE);
  if (imported?.source === source) {
    return { known: { application, imported, secrets: rotationState(secrets, now) }, ...met };
  }
  throw DomainError.conflict(
    "The organization has an application with this client id that was not imported from this source. It stays as it is.",
  );
}
