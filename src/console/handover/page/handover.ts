import type { Handover_ApplicationFragment } from "../../api/gql/graphql.js";

/** One application, as far as its handover is concerned. */
export type Handover = Handover_ApplicationFragment;
export type Secret = NonNullable<Handover["secrets"]>[number];
export type Rotation = NonNullable<Handover["rotation"]>;

/** The secrets that work now, by the part they have in the handover. */
export function worksNow({ secrets }: Pick<Handover, "secrets">): { current?: Secret; previous?: Secret } {
  return {
    current: secrets?.find(({ status }) => status === "CURRENT"),
    previous: secrets?.find(({ status }) => status === "PREVIOUS"),
  };
}
