import type { AuditEventFilter } from "../api/gql/graphql.js";
import { ACTIONS } from "./actions.js";
import { isSecretId } from "./hints.js";

/** The conditions of the log by their names in the schema, which are those in the page's address. */
export const FILTER_NAMES = ["action", "targetId", "actorId", "actorSecretId", "since", "until"] as const;

/** Beside them in the address: the application of the secret that is looked for, where that is known. It is no condition. */
export const SECRET_OF = "of";

export type FilterName = (typeof FILTER_NAMES)[number];

/** What the address asks of the log. What it cannot mean is left out. */
export function filterOf(address: URLSearchParams): AuditEventFilter | undefined {
  const filter: AuditEventFilter = {};
  for (const name of FILTER_NAMES) {
    const value = address.get(name)?.trim();
    if (value && problemOf(name, value) === undefined) filter[name] = isMoment(name) ? asMoment(value) : value;
  }
  return Object.keys(filter).length > 0 ? filter : undefined;
}

/** What is wrong with a value, said before the gateway has to. */
export function problemOf(name: FilterName, value: string): string | undefined {
  if (value === "") return undefined;
  if (name === "action" && !Object.hasOwn(ACTIONS, value)) return "There is no such action.";
  if (name === "actorSecretId" && !isSecretId(value)) return "An identifier such as sec_… with 22 letters and digits.";
  if (isMoment(name) && Number.isNaN(Date.parse(value))) return "A day and a time.";
  return undefined;
}

function isMoment(name: FilterName): boolean {
  return name === "since" || name === "until";
}

/** What a field for day and time says is the reader's own time. */
function asMoment(value: string): string {
  return new Date(value).toISOString();
}
