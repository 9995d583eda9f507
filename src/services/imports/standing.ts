import type { Reader } from "../../database/reader.js";
import type { Selection } from "../../database/select.js";
import type { Actor } from "../../model/actor.js";
import { DomainError } from "../../model/domain-error.js";
import { ImportedClient } from "../../model/imported-client.js";
import { OAuthApplication } from "../../model/oauth-application.js";
import { Organization } from "../../model/organization.js";
import { RetiredClientId } from "../../model/retired-client-id.js";

/** What decides about a client id, whoever has it. */
const DECISIVE: readonly [
  Selection<OAuthApplication>,
  Selection<ImportedClient>,
  Selection<RetiredClientId>,
  Selection<Organization>,
] = [
  { entity: OAuthApplication, tail: "WHERE client_id = :clientId" },
  {
    entity: ImportedClient,
    tail: "WHERE oauth_application_id = (SELECT id FROM oauth_applications WHERE client_id = :clientId)",
  },
  { entity: RetiredClientId, tail: "WHERE client_id = :clientId" },
  { entity: Organization, tail: "WHERE id = :organizationId" },
];

/** An application that was imported from the same source before. */
export interface KnownClient {
  application: OAuthApplication;
  imported: ImportedClient;
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
): Promise<Standing> {
  const [[application], [imported], [retired], [organization]] = await reader.listEach<
    [OAuthApplication, ImportedClient, RetiredClientId, Organization]
  >(DECISIVE, { clientId, organizationId });
  const allowsHttp = organization?.allowHttpRedirectUris ?? false;
  const holder = application ?? retired;
  if (!holder) return { known: null, allowsHttp };
  // Whose it is stays unsaid.
  if (holder.organizationId !== organizationId) throw DomainError.conflict("This client id is taken.");
  if (!application) {
    throw DomainError.conflict("An application with this client id was deleted here. What was deleted stays so.");
  }
  if (imported?.source === source) return { known: { application, imported }, allowsHttp };
  throw DomainError.conflict(
    "The organization has an application with this client id that was not imported from this source. It stays as it is.",
  );
}
