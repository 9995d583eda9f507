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
import { CURRENT_SECRET, kindsWith, ROTATION_END, UNDONE } from "./list-columns.js";

const OF_CLIENT_ID = "SELECT id FROM oauth_applications WHERE client_id = :text";

const OF_REGISTRANT = "created_by_id = :viewerId AND created_by_kind = :viewerKind";

/** Narrows a list of applications. Throws `forbidden` for a condition on secrets without SECRET_READ. */
export function whereFilter(
  list: Listing<OAuthApplication>,
  actor: Actor,
  filter: Partial<OAuthApplicationFilter>,
  now: number,
): void {
  const { query: text, createdByViewer } = filter;
  if (text != null) whereName(list, actor, text);
  if (createdByViewer != null) whereRegistrant(list, actor, createdByViewer);
  whereKind(list, actor, filter);
  whereSecrets(list, actor, filter, now);
}

/** A SELECT of an organization's applications, in the order of the index of a column. */
function byIndex(column: string, condition: string): string {
  return `SELECT id FROM oauth_applications WHERE organization_id = :organizationId AND ${condition}
    ORDER BY ${column}, id`;
}

/** Applications that an older gateway has changed: the columns for lists are not right until upkeep has mended them. */
const UNLISTED = byIndex("listed_version", "listed_version <> version");

/** Applications whose columns tell of a rotation that time has undone. */
const NOT_CONFIRMED = byIndex("rotation_ends_at", UNDONE);

/** A condition on a column that is right if the application is listed, and otherwise the same of its secrets. */
function listedOr(listed: string, secrets: string): string {
  return `CASE WHEN listed_version = version AND NOT ${UNDONE} THEN ${listed} ELSE ${secrets} END`;
}

function whereKind(
  list: Listing<OAuthApplication>,
  { organizationId }: Actor,
  { public: isPublic, enabled, grantType }: Partial<OAuthApplicationFilter>,
): void {
  if (isPublic == null && enabled == null && grantType == null) return;
  if (isPublic != null) list.filter("public = :isPublic", { isPublic });
  if (enabled != null) list.filter("enabled = :enabled", { enabled });
  if (grantType != null) list.filter("grant_types LIKE :grant", { grant: `%"${grantType}"%` });
  const ofKinds = kindsWith(isPublic, enabled, grantType).map((kind) => byIndex("kind", `kind = ${kind}`));
  list.lookUp([...ofKinds, UNLISTED], { organizationId });
}

function whereRegistrant(list: Listing<OAuthApplication>, actor: Actor, isViewer: boolean): void {
  const { id: viewerId, kind: viewerKind, organizationId } = actor;
  list.filter(`${isViewer ? "" : "NOT "}(${OF_REGISTRANT})`, { viewerId, viewerKind });
  const comparisons = isViewer ? ["="] : ["<", ">"];
  // An id tells the kind: what has the viewer's and another kind is nobody's.
  const found = comparisons.map((comparison) => byIndex("created_by_id", `created_by_id ${comparison} :viewerId`));
  list.lookUp(found, { viewerId, organizationId });
}

function whereName(list: Listing<OAuthApplication>, { organizationId }: Actor, text: string): void {
  const { read } = list.database;
  const part = nameKeyOf(text);
  // LIKE is many times slower at worst. The subquery finds the client id's row once instead of testing each row.
  list.filter(`(${read.contains("name_key", "part")} OR id = (${OF_CLIENT_ID}))`, { part, text });
  const { sql, parameters } = nameLookup(read, organizationId, part);
  list.lookUp([sql, OF_CLIENT_ID], { ...parameters, text }, { isGuess: true });
}

function whereSecrets(
  list: Listing<OAuthApplication>,
  actor: Actor,
  { hasRotatedSecret, secretCreatedBefore, rotationEndsBefore }: Partial<OAuthApplicationFilter>,
  now: number,
): void {
  if (hasRotatedSecret == null && !secretCreatedBefore && !rotationEndsBefore) return;
  demand(actor, Permission.SECRET_READ);
  const { organizationId } = actor;
  if (hasRotatedSecret != null) {
    const [isListed, isSo] = hasRotatedSecret ? [">", "IS NOT NULL"] : ["<=", "IS NULL"];
    list.filter(listedOr(`rotation_ends_at ${isListed} :now`, `${ROTATION_END} ${isSo}`), { now });
    const found = byIndex("rotation_ends_at", `rotation_ends_at ${isListed} :now`);
    list.lookUp([found, ...(hasRotatedSecret ? [] : [NOT_CONFIRMED]), UNLISTED], { now, organizationId });
  }
  if (secretCreatedBefore) {
    const secretsFrom = firstIdAt(ID_PREFIX.clientSecret, secretCreatedBefore.getTime());
    const isOlder = "current_secret_id < :secretsFrom";
    list.filter(listedOr(isOlder, `${CURRENT_SECRET} < :secretsFrom`), { now, secretsFrom });
    const found = [byIndex("current_secret_id", isOlder), NOT_CONFIRMED, UNLISTED];
    list.lookUp(found, { now, secretsFrom, organizationId });
  }
  if (rotationEndsBefore) {
    const values = { now, rotationEndsBefore: rotationEndsBefore.getTime() };
    const endsBefore = "rotation_ends_at > :now AND rotation_ends_at < :rotationEndsBefore";
    list.filter(listedOr(endsBefore, `${ROTATION_END} < :rotationEndsBefore`), values);
    list.lookUp([byIndex("rotation_ends_at", endsBefore), UNLISTED], { ...values, organizationId });
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
