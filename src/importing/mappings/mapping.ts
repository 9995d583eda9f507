import { DomainError } from "../../model/domain-error.js";
import { isEmpty } from "../values.js";

/** What a column may be: the words of `CreateOAuthApplicationInput`, and what is no setting. */
export const TABLE_FIELDS = [
  "clientId",
  "clientSecret",
  "clientSecretExpiresAt",
  "previousClientSecret",
  "previousClientSecretExpiresAt",
  "enabled",
  "name",
  "description",
  "public",
  "confidential",
  "redirectUris",
  "postLogoutRedirectUris",
  "allowedOrigins",
  "scopes",
  "optionalScopes",
  "grantTypes",
  "tokenEndpointAuthMethod",
  "pkceRequired",
  "consentScreenEnabled",
  "skipConsent",
  "homepageUrl",
  "logoUrl",
  "privacyPolicyUrl",
  "termsOfServiceUrl",
  "secretOverlapSeconds",
  "accessTokenTtlSeconds",
] as const;
export type TableField = (typeof TABLE_FIELDS)[number];

/** What a column is. */
export interface Column {
  field: TableField;
  /** Between the items of a list; white space without one. */
  separator?: string;
  /** What its values mean, each as the field has it; null has no place here and is named in the report. */
  values?: Record<string, unknown>;
}

/** Which column of a table is which field. Columns that it does not name are kept. */
export interface Mapping {
  columns: Record<string, Column>;
  /** What the table does not say and is the same for all. */
  constants: Partial<Record<TableField, unknown>>;
}

const MEMBERS = ["columns", "constants"];
const COLUMN_MEMBERS = ["field", "separator", "values"];

/**
 * The mapping that a file holds: `{"columns": {"<column>": "<field>" | {"field", "separator", "values"}}, "constants":
 * {"<field>": value}}`. Throws `invalid` naming what is wrong with it.
 */
export function mappingOf(text: string): Mapping {
  const given = objectOf(parsed(text), "mapping", MEMBERS);
  const columns = Object.entries(objectOf(given.columns, "mapping.columns"));
  const constants = objectOf(given.constants ?? {}, "mapping.constants", TABLE_FIELDS);
  const mapping = {
    columns: Object.fromEntries(columns.map(([name, value]) => [name, columnOf(value, `mapping.columns.${name}`)])),
    constants,
  };
  rejectTwice(mapping);
  return mapping;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw wrong("mapping", "must be JSON");
  }
}

function columnOf(value: unknown, path: string): Column {
  const { field, separator, values } =
    typeof value === "string"
      ? { field: value, separator: undefined, values: undefined }
      : objectOf(value, path, COLUMN_MEMBERS);
  if (!isField(field)) throw wrong(path, `must be one of ${TABLE_FIELDS.join(", ")}`);
  if (separator !== undefined && (typeof separator !== "string" || separator === "")) {
    throw wrong(`${path}.separator`, "must be text of at least one character");
  }
  return { field, separator, values: values === undefined ? undefined : objectOf(values, `${path}.values`) };
}

/** A field comes from one place, and some place has the client id. */
function rejectTwice({ columns, constants }: Mapping): void {
  const fields = [...Object.values(columns).map(({ field }) => field), ...Object.keys(constants)];
  const twice = fields.find((field, index) => fields.indexOf(field) < index);
  if (twice !== undefined) throw wrong("mapping", `must have ${twice} once`);
  if (!fields.includes("clientId")) throw wrong("mapping.columns", "must say which column is clientId");
}

function isField(value: unknown): value is TableField {
  return TABLE_FIELDS.some((field) => field === value);
}

function objectOf(value: unknown, path: string, members?: readonly string[]): Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw wrong(path, "must be an object");
  const unknown = members && Object.keys(value).find((name) => !members.includes(name));
  if (!isEmpty(unknown)) throw wrong(path, `must have no others than ${members?.join(", ")}`);
  return value as Record<string, unknown>;
}

function wrong(field: string, text: string): DomainError {
  return DomainError.invalidField(field, "mapping", `${field} ${text}`);
}
