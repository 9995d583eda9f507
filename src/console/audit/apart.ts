import type { EventRow_AuditEventFragment, Role } from "../api/gql/graphql.js";
import { clockTime } from "../parts/relative-time.js";

/** An API token or a member, as far as it tells which of two with the same name it is. */
export interface Known {
  id: string;
  role: Role;
  /** Of an API token. */
  hint?: string;
  createdAt?: string;
  /** Of a member. */
  email?: string | null;
  subject?: string;
}

/** What tells one from others with its name: the role, what is shown of a token, and when that was issued. */
export function tellsApart({ role, hint, createdAt, email, subject }: Known, now: number): string {
  const issued = hint && createdAt ? `issued ${clockTime(Date.parse(createdAt), now)}` : "";
  return [role, hint ?? (email || short(subject)), issued].filter(Boolean).join(", ");
}

type Named = { id: string; name?: string | null } | null | undefined;
type Event = Pick<EventRow_AuditEventFragment, "actor" | "oauthApplication" | "apiToken" | "member">;

/** The identifiers in these events whose name is also another's. */
export function namesakesIn(events: readonly Event[]): ReadonlySet<string> {
  const idsOf = new Map<string, Set<string>>();
  const note = (one: Named) => {
    if (one?.name) idsOf.set(one.name, (idsOf.get(one.name) ?? new Set()).add(one.id));
  };
  for (const { actor, oauthApplication, apiToken, member } of events) {
    for (const one of [actor, oauthApplication, apiToken, member]) note(one);
  }
  const shared = [...idsOf.values()].map((ids) => [...ids]).filter((ids) => ids.length > 1 && !isServiceAccount(ids));
  return new Set(shared.flat());
}

/** An application and the member that it is have the same name, and are one. */
function isServiceAccount(ids: readonly string[]): boolean {
  return ids.length === 2 && ["app_", "mem_"].every((kind) => ids.some((id) => id.startsWith(kind)));
}

/** The end of an identifier is what two of the same day differ in. */
export function short(id = ""): string {
  return /^[a-z]{3}_\w{22}$/.test(id) ? `${id.slice(0, 4)}…${id.slice(-6)}` : id;
}
