import type { Reader } from "../../database/reader.js";
import type { Selection } from "../../database/select.js";
import type { Transaction } from "../../database/transaction.js";
import type { Actor } from "../../model/actor.js";
import { ClientSecret } from "../../model/client-secret.js";
import { DomainError } from "../../model/domain-error.js";
import { ImportedClient } from "../../model/imported-client.js";
import { OAuthApplication } from "../../model/oauth-application.js";
import { Organization } from "../../model/organization.js";
import { RetiredClientId } from "../../model/retired-client-id.js";
import { type RotationState, rotationState } from "../secrets/rotation-state.js";
import { USABLE } from "../secrets/usable.js";
import type { BroughtClient } from "./brought-client.js";

const OF_IT = "oauth_application_id = (SELECT id FROM oauth_applications WHERE client_id = :clientId)";

/** What decides about a client id, whoever has it. */
const DECISIVE: readonly [
  Selection<OAuthApplication>,
  Selection<ImportedClient>,
  Selection<RetiredClientId>,
  Selection<Organization>,
  Selection<ClientSecret>,
] = [
  { entity: OAuthApplication, tail: "WHERE client_id = :clientId" },
  { entity: ImportedClient, tail: `WHERE ${OF_IT}` },
  { entity: RetiredClientId, tail: "WHERE client_id = :clientId" },
  { entity: Organization, tail: "WHERE id = :organizationId" },
  { entity: ClientSecret, tail: `WHERE ${OF_IT} AND ${USABLE}` },
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
  const [[application], [imported], [retired], [organization], secrets] = await reader.listEach<
    [OAuthApplication, ImportedClient, RetiredClientId, Organization, ClientSecret]
  >(DECISIVE, { clientId, organizationId, now });
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

const ITSELF = { table: "oauth_applications", condition: "id = :id", held: true };

/** Keeps an application from being deleted until the transaction ends. Throws `not_found` when it was deleted before. */
export async function holdApplication(transaction: Transaction, { id }: OAuthApplication): Promise<void> {
  if (!(await transaction.share([ITSELF], { id }))) throw DomainError.notFound("OAuth application");
}

const deletedIn = (organization: string) => `audit_events
  WHERE organization_id = ${organization} AND target_id = :id AND action = 'oauth_application.deleted'`;
const DELETED = deletedIn(":organizationId");
/** By organization, as the index is. */
const DELETED_ANYWHERE = `organizations WHERE EXISTS (SELECT 1 FROM ${deletedIn("organizations.id")})`;

/**
 * Throws `conflict` when the id that a new application brings is or was another one's, or when a secret's id is taken:
 * digests are of the application's id, so that with it the secrets of one that was deleted would work again.
 */
export async function demandFreeIds(reader: Reader, { organizationId }: Actor, client: BroughtClient): Promise<void> {
  const { id } = client;
  if (id === undefined) return;
  // Whose it is stays unsaid.
  if (await reader.exists("oauth_applications WHERE id = :id", { id })) throw taken("the application");
  if (await reader.exists(DELETED, { organizationId, id })) {
    throw DomainError.conflict("An application with this id was deleted here. What was deleted stays so.");
  }
  if (await reader.exists(DELETED_ANYWHERE, { id })) throw taken("the application");
  await demandFreeSecretIds(reader, client);
}

/** Throws `conflict` when the id of a secret is taken. */
export async function demandFreeSecretIds(reader: Reader, { secrets }: BroughtClient): Promise<void> {
  const ids = secrets.flatMap((secret) => (secret.form === "digest" ? [secret.state.id] : []));
  if (ids.length === 0) return;
  if (await reader.exists(`client_secrets WHERE ${reader.anyOf("id", "ids")}`, { ids })) throw taken("a secret");
}

function taken(whose: string): DomainError {
  return DomainError.conflict(`The id of ${whose} is taken.`);
}
