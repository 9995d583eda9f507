import { gatewayErrors } from "../api/gateway-errors.js";
import type { MembershipsQuery } from "../api/gql/graphql.js";
import { graphql } from "../api/gql/index.js";

/** Where somebody is a member: all that is told to who has not said yet where they want to be. */
export const MEMBERSHIPS = graphql(`
  query Memberships {
    memberships {
      id
      role
      organization { id slug name }
    }
  }
`);

export type OwnMembership = NonNullable<MembershipsQuery["memberships"]>[number];

/** Whether the gateway asks a user of several organizations to name one. */
export function hasToChoose(error: unknown): boolean {
  return gatewayErrors(error).some((one) => one.code === "BAD_USER_INPUT" && one.field === "X-Organization");
}

/** Which organization was chosen in this tab, by its id. */
const KEY = "console-organization";

export function rememberOrganization(id: string): void {
  try {
    sessionStorage.setItem(KEY, id);
  } catch {}
}

export function forgetOrganization(): void {
  try {
    sessionStorage.removeItem(KEY);
  } catch {}
}

export function rememberedOrganization(): string | undefined {
  try {
    return sessionStorage.getItem(KEY) ?? undefined;
  } catch {
    return undefined;
  }
}
