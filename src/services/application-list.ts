import type { SelectQueryBuilder } from "typeorm";
import type { Actor } from "../model/actor.js";
import { firstIdAt, ID_PREFIX } from "../model/identifier.js";
import {
  type OAuthApplicationFilter,
  type OAuthApplicationOrder,
  OAuthApplicationOrderField,
} from "../model/inputs/oauth-application-list.inputs.js";
import type { OAuthApplication } from "../model/oauth-application.js";
import { Permission } from "../model/permission.js";
import { nameKeyOf } from "./application-settings.js";
import { USABLE } from "./client-secrets.js";
import { NEWEST_FIRST, type PageOrder } from "./paging.js";
import { demand } from "./permissions.js";

/** The secrets of the application in the outer query that work. */
const USABLE_SECRETS = `FROM client_secrets WHERE oauth_application_id = application.id AND ${USABLE}`;

/** Narrows a query for applications. A condition on what SECRET_READ guards needs that permission. */
export function whereFilter(
  query: SelectQueryBuilder<OAuthApplication>,
  actor: Actor,
  filter: Partial<OAuthApplicationFilter>,
  now: number,
): void {
  // Not LIKE, whose worst case is many times as slow.
  const position = query.connection.options.type === "postgres" ? "strpos" : "instr";
  const { query: text, public: isPublic, enabled, grantType } = filter;
  if (text != null) {
    query.andWhere(`(${position}(application.nameKey, :part) > 0 OR application.clientId = :text)`, {
      part: nameKeyOf(text),
      text,
    });
  }
  if (isPublic != null) query.andWhere("application.public = :isPublic", { isPublic });
  if (enabled != null) query.andWhere("application.enabled = :enabled", { enabled });
  if (grantType != null) query.andWhere("application.grantTypes LIKE :grant", { grant: `%"${grantType}"%` });
  whereSecrets(query, actor, filter, now);
}

function whereSecrets(
  query: SelectQueryBuilder<OAuthApplication>,
  actor: Actor,
  { hasRotatedSecret, secretCreatedBefore, rotationEndsBefore }: Partial<OAuthApplicationFilter>,
  now: number,
): void {
  if (hasRotatedSecret == null && !secretCreatedBefore && !rotationEndsBefore) return;
  demand(actor, Permission.SECRET_READ);
  query.setParameter("now", now);
  if (hasRotatedSecret != null) {
    query.andWhere(`(SELECT COUNT(*) ${USABLE_SECRETS}) ${hasRotatedSecret ? ">=" : "<"} 2`);
  }
  if (secretCreatedBefore) {
    query.andWhere(`(SELECT MAX(id) ${USABLE_SECRETS}) < :secretsFrom`, {
      secretsFrom: firstIdAt(ID_PREFIX.clientSecret, secretCreatedBefore.getTime()),
    });
  }
  // Only the previous secret of an open rotation has an end.
  if (rotationEndsBefore) {
    query.andWhere(`EXISTS (SELECT 1 ${USABLE_SECRETS} AND expires_at < :rotationEndsBefore)`, {
      rotationEndsBefore: rotationEndsBefore.getTime(),
    });
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
