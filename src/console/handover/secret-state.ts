import type { HandoverChip_ApplicationFragment } from "../api/gql/graphql.js";

/** Where the secrets of an application stand, in the order in which it matters to who looks at a list. */
export type SecretState =
  | "disabled"
  | "contested"
  | "public"
  | "hidden"
  | "none"
  | "one"
  | "unused"
  | "old in use"
  | "old elsewhere"
  | "safe"
  | "new unused"
  | "unconfirmed";

/** What the chip tells, where it stands in what is around it. */
export type ChipApplication = Omit<HandoverChip_ApplicationFragment, " $fragmentName">;

export function secretStateOf(application: ChipApplication): SecretState {
  const { enabled, public: isPublic, secrets, rotation, secretContestedAt } = application;
  if (!enabled) return "disabled";
  if (isPublic) return "public";
  if (!secrets) return "hidden";
  if (secretContestedAt) return "contested";
  if (rotation) {
    if (rotation.safeToComplete) return "safe";
    if (rotation.reason === "CONFIRMING") return "unconfirmed";
    if (rotation.reason === "PREVIOUS_IMPORTED") return "old elsewhere";
    return rotation.reason === "CURRENT_NEVER_USED" ? "new unused" : "old in use";
  }
  const current = secrets.find(({ status }) => status === "CURRENT");
  if (!current) return "none";
  return current.firstUsedAt || current.lastUsedAt ? "one" : "unused";
}

export const SECRET_STATE_WORDS: Record<SecretState, string> = {
  disabled: "disabled",
  contested: "two parties have it",
  public: "public, no secret",
  hidden: "confidential",
  none: "no secret yet",
  one: "one secret",
  unused: "secret never used",
  "old in use": "old one still used",
  "old elsewhere": "old one used elsewhere?",
  safe: "safe to complete",
  "new unused": "new one not used yet",
  unconfirmed: "not confirmed yet",
};
