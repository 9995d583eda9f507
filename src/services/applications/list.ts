import type { Listing } from "../../database/listing.js";
import { nameLookup } from "../../database/name-lookup.js";
import type { Actor } from "../../model/actor.js";
import { firstIdAt, ID_PREFIX } from "../../model/identifier.js";
import {
  type OAuthApplicationFilter,
  type OAuthApplicationOrder,
  OAuthApplicationOrderField,
} from "../../model/inputs/oauth-application-list.inputs.js";
import { nameKeyOf } from "../../model/name-key.js";
import type { OAuthApplication } from "../../model/oauth-application.js";
import { Permission } from "../../model/permission.js";
import { demand } from "../actors/permissions.js";
import { NEWEST_FIRST, type PageOrder } from "../paging.js";
import { USABLE } from "../secrets/usable.js";

const OF_CLIENT_ID = "SELECT id FROM oauth_applications WHERE client_id = :text";

const OF_REGISTRANT = "created_by_id = :viewerId AND created_by_kind = :viewerKind";

/** The usable secrets of the application in the outer query. */
const USABLE_SECRETS = `FROM client_secrets WHERE oauth_application_id = oauth_applications.id AND ${USABLE}`;

const ENDING_SOON = `SELECT oauth_application_id AS id FROM client_secrets
  WHERE revoked_at IS NULL AND expires_at > :now AND expires_at < :rotationEndsBefore`;

/** Narrows a list of applications. Throws `forbidden` for a condition on secrets without SECRET_READ. */
export function whereFilter(
  list: Listing<OAuthApplication>,
  actor: Actor,
  filter: Partial<OAuthApplicationFilter>,
  now: number,
): void {
  const { query: text, public: isPublic, enabled, grantType, createdByViewer } = filter;
  if (text != null) whereName(list, actor, text);
  if (isPublic != null) list.filter("public = :isPublic", { isPublic });
  if (enabled != null) list.filter("enabled = :enabled", { enabled });
  if (grantType != null) list.filter("grant_types LIKE :grant", { grant: `%"${grantType}"%` });
  if (createdByViewer != null) whereRegistrant(list, actor, createdByViewer);
  whereSecrets(list, actor, filter, now);
}

function whereRegistrant(list: Listing<OAuthApplication>, actor: Actor, isViewer: boolean): void {
  const { id: viewerId, kind: viewerKind, organizationId } = actor;
  list.filter(`${isViewer ? "" : "NOT "}(${OF_REGISTRANT})`, { viewerId, viewerKind });
  if (!isViewer) return;
  const found = `SELECT id FROM oauth_applications WHERE organization_id = :organizationId AND ${OF_REGISTRANT}`;
  list.lookUp(found, { viewerId, viewerKind, organizationId });
}

function whereName(list: Listing<OAuthApplication>, { organizationId }: Actor, text: string): void {
  const { read } = list.database;
  const part = nameKeyOf(text);
  // LIKE is many times slower at worst. The subquery finds the client id's row once instead of testing each row.
  list.filter(`(${read.contains("name_key", "part")} OR id = (${OF_CLIENT_ID}))`, { part, text });
  const { sql, parameters } = nameLookup(read, organizationId, part);
  list.lookUp(`${sql} UNION ALL ${OF_CLIENT_ID}`, { ...parameters, text });
}

function whereSecrets(
  list: Listing<OAuthApplication>,
  actor: Actor,
  { hasRotatedSecret, secretCreatedBefore, rotationEndsBefore }: Partial<OAuthApplicationFilter>,
  now: number,
): void {
  if (hasRotatedSecret == null && !secretCreatedBefore && !rotationEndsBefore) return;
  demand(actor, Permission.SECRET_READ);
  if (hasRotatedSecret != null) {
    list.filter(`(SELECT COUNT(*) ${USABLE_SECRETS}) ${hasRotatedSecret ? ">=" : "<"} 2`, { now });
  }
  if (secretCreatedBefore) {
    list.filter(`(SELECT MAX(id) ${USABLE_SECRETS}) < :secretsFrom`, {
      now,
      secretsFrom: firstIdAt(ID_PREFIX.clientSecret, secretCreatedBefore.getTime()),
    });
  }
  // Only the previous secret of an open rotation has an end.
  if (rotationEndsBefore) {
    const values = { now, rotationEndsBefore: rotationEndsBefore.getTime() };
    list.filter(`EXISTS (SELECT 1 ${USABLE_SECRETS} AND expires_at < :rotationEndsBefore)`, values);
    list.lookUp(ENDING_SOON, values);
  }
}

/** Newest first by default. */
export function orderOf(orderBy: OAuthApplicationOrder | null | undefined): PageOrder<OAuthApplication> {
  if (!orderBy) return NEWEST_FIRST;
  const { field, direction } = orderBy;
  if (field === OAuthApplicationOrderField.NAME) {
    return { property: "nameKey", keyOf: (application) => application.nameKey, direction };
  }
  if (field === OAuthApplicationOrderField.UPDATED_AT) {
    return { property: "updatedAt", keyOf: (application) => application.updatedAt.getTime(), direction };
  }
  return { direction };
}
