import type { ApplicationRow_ApplicationFragment, ClientSecretStatus } from "../../api/gql/graphql.js";

/** When an application was used last, and how the secret stands now that it was used with. */
export interface LastUse {
  at: string;
  status: ClientSecretStatus;
}

/** With which secret it was, where that is not the one which the row's chip speaks of. */
export const OF_WHICH: Record<ClientSecretStatus, string> = {
  CURRENT: "",
  PREVIOUS: "with the old one",
  EXPIRED: "with one that has ended",
  REVOKED: "with one that was stopped",
};

export function lastUseOf({ secrets }: Pick<ApplicationRow_ApplicationFragment, "secrets">): LastUse | undefined {
  return secrets
    ?.flatMap(({ lastUsedAt, status }) => (lastUsedAt ? { at: lastUsedAt, status } : []))
    .toSorted((one, other) => (one.at < other.at ? 1 : -1))
    .at(0);
}
