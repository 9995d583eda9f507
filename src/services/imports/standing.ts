import type { Reader } from "../../database/reader.js";
import type { Selections } from "../../database/select.js";
import type { Actor } from "../../model/actor.js";
import { ClientSecret } from "../../model/client-secret.js";
import { DomainError } from "../../model/domain-error.js";
import { ImportedClient } from "../../model/imported-client.js";
import { OAuthApplication } from "../../model/oauth-application.js";
import { Organization } from "../../model/organization.js";
import { RetiredClientId } from "../../model/retired-client-id.js";
import { type RotationState, rotationState } from "../secrets/rotation-state.js";
import { USABLE } from "../secrets/usable.js";

const OF_IT = "oauth_application_id = (SELECT id FROM oauth_applications WHERE client_id = :clientId)";

type Decisive = [OAuthApplication, ImportedClient, RetiredClientId, Organization, ClientSecret];

/** What decides about a client id, whoever has it. */
const DECISIVE: Selections<Decisive> = [
  { entity: OAuthApplication, tail: "WHERE client_id = :clientId" },
  { entity: ImportedClient, tail: `WHERE ${OF_IT}` },
  { entity: RetiredClientId, tail: "WHERE client_id = :clientId" },
  { entity: Organization, tail: "WHERE id = :organizationId" },
  // The newest two, by their index: without statistics, as after an import, PostgreSQL would read all secrets for each client.
  { entity: ClientSecret, tail: `WHERE ${OF_IT} AND ${USABLE} ORDER BY oauth_application_id DESC, id DESC LIMIT 2` },
];

/** Why a client is refused whose application is no longer here. */
export const DELETED_HERE = "An application with this client id was deleted here. What was deleted stays so.";

/** Why a client is refused whose application was changed each time between its judgement and the change. */
export const OVERTAKEN =
  "Somebody changed the application here at the same time, again and again: run the import again.";

/** Why a client is refused whose redirect URIs in clear the organization ceased to allow each time. */
export const HTTP_ENDED =
  "Somebody switched the organization's allowHttpRedirectUris off at the same time: run the import again.";

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
  clientId: string,
  source: string,
  now: number,
): Promise<Standing> {
  const [[application], [imported], [retired], [organization], secrets] = await reader.listEach<Decisive>(DECISIVE, {
    clientId,
    organizationId,
    now,
  });
  const allowsHttp = organization?.allowHttpRedirectUris ?? false;
  const holder = application ?? retired;
  if (!holder) return { known: null, allowsHttp };
  // Whose it is stays unsaid.
  if (holder.organizationId !== organizationId) throw DomainError.conflict("This client id is taken.");
  if (!application) throw DomainError.conflict(DELETED_HERE);
  if (imported?.source === source) {
    return { known: { application, imported, secrets: rotationState(secrets, now) }, allowsHttp };
  }
  throw DomainError.conflict(
    "The organization has an application with this client id that was not imported from this source. It stays as it is.",
  );
}
