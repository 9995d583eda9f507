import type { GrantType, OAuthApplicationFilter, OAuthApplicationOrder } from "../../api/gql/graphql.js";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Each filter of the list: its name in the address, and what its values mean to the gateway. */
export interface Choice {
  name: string;
  label: string;
  /** Only for who has SECRET_READ. */
  ofSecrets?: boolean;
  options: readonly (readonly [value: string, label: string, filter: (now: number) => OAuthApplicationFilter])[];
}

const grant = (value: string, label: string, grantType: GrantType) => [value, label, () => ({ grantType })] as const;

export const CHOICES: readonly Choice[] = [
  {
    name: "secrets",
    label: "Secrets",
    ofSecrets: true,
    options: [
      ["two", "two work", () => ({ hasRotatedSecret: true })],
      ["ending", "overlap ends within 7 days", (now) => ({ rotationEndsBefore: isoTime(now + 7 * DAY) })],
      ["old", "issued over 90 days ago", (now) => ({ secretCreatedBefore: isoTime(now - 90 * DAY) })],
      ["one", "no open rotation", () => ({ hasRotatedSecret: false })],
    ],
  },
  {
    name: "state",
    label: "State",
    options: [
      ["enabled", "enabled", () => ({ enabled: true })],
      ["disabled", "disabled", () => ({ enabled: false })],
    ],
  },
  {
    name: "kind",
    label: "Kind",
    options: [
      ["confidential", "with a secret", () => ({ public: false })],
      ["public", "public", () => ({ public: true })],
    ],
  },
  {
    name: "grant",
    label: "Grant",
    options: [
      grant("code", "authorization code", "AUTHORIZATION_CODE"),
      grant("service", "client credentials", "CLIENT_CREDENTIALS"),
      grant("refresh", "refresh token", "REFRESH_TOKEN"),
    ],
  },
];

export const ORDERS: readonly (readonly [value: string, label: string, order: OAuthApplicationOrder | undefined])[] = [
  ["", "newest first", undefined],
  ["oldest", "oldest first", { field: "CREATED_AT", direction: "ASC" }],
  ["changed", "changed last", { field: "UPDATED_AT", direction: "DESC" }],
  ["unchanged", "longest unchanged", { field: "UPDATED_AT", direction: "ASC" }],
  ["name", "name, A to Z", { field: "NAME", direction: "ASC" }],
  ["name-down", "name, Z to A", { field: "NAME", direction: "DESC" }],
];

export type Whose = "mine" | "all";

/** What the address asks of the list. What it cannot mean is left out. */
export function filterOf(address: URLSearchParams, whose: Whose, now: number): OAuthApplicationFilter | undefined {
  const query = address.get("q")?.trim();
  const chosen = CHOICES.flatMap(({ name, options }) => {
    const option = options.find(([value]) => value === address.get(name));
    return option ? [option[2](now)] : [];
  });
  const filter = Object.assign({}, ...chosen, query && { query }, whose === "mine" && { createdByViewer: true });
  return Object.keys(filter).length > 0 ? filter : undefined;
}

export function orderOf(address: URLSearchParams): OAuthApplicationOrder | undefined {
  return ORDERS.find(([value]) => value === address.get("order"))?.[2];
}

/** How many filters are on, beside the search and whose applications they are. */
export function countChoices(address: URLSearchParams): number {
  return CHOICES.filter(({ name, options }) => options.some(([value]) => value === address.get(name))).length;
}

/** The same for a whole hour, so that a list that is looked at again is the same list. */
function isoTime(at: number): string {
  return new Date(Math.floor(at / HOUR) * HOUR).toISOString();
}
