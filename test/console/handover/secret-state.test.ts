import { expect, it } from "vitest";
import type { HandoverChip_ApplicationFragment } from "../../../src/console/api/gql/graphql.js";
import { lastUseOf } from "../../../src/console/applications/list/last-use.js";
import { SECRET_STATE_WORDS, secretStateOf } from "../../../src/console/handover/secret-state.js";

const USED = "2026-11-28T10:00:00.000Z";

it("an application's last use is told with how the secret stands that it was", () => {
  const used = (status: string, lastUsedAt: string | null) => ({ status, lastUsedAt });
  const lastUse = (...secrets: object[]) => lastUseOf({ secrets } as unknown as Parameters<typeof lastUseOf>[0]);
  expect(lastUse(used("CURRENT", null), used("REVOKED", USED))).toEqual({ at: USED, status: "REVOKED" });
  const later = "2026-11-28T10:00:01.000Z";
  expect(lastUse(used("CURRENT", later), used("PREVIOUS", USED))).toEqual({ at: later, status: "CURRENT" });
  expect(lastUse(used("CURRENT", null))).toBeUndefined();
});

/** An application with one secret that somebody has used, but for what is given. */
function stateOf(given: Record<string, unknown>) {
  return secretStateOf({
    __typename: "OAuthApplication",
    enabled: true,
    public: false,
    secrets: [secret("CURRENT", USED)],
    rotation: null,
    ...given,
  } as HandoverChip_ApplicationFragment);
}

function secret(status: string, usedAt: string | null) {
  return { __typename: "ClientSecret", id: `sec_${status}`, status, firstUsedAt: usedAt, lastUsedAt: usedAt };
}

function rotation(reason: string) {
  const safeToComplete = reason === "PREVIOUS_QUIET" || reason === "PREVIOUS_NEVER_USED";
  return { __typename: "SecretRotation", endsAt: null, safeToComplete, reason };
}

it.each([
  ["one", {}],
  ["unused", { secrets: [secret("CURRENT", null), secret("REVOKED", USED)] }],
  ["none", { secrets: [secret("REVOKED", USED)] }],
  ["old in use", { rotation: rotation("PREVIOUS_IN_USE") }],
  ["old elsewhere", { rotation: rotation("PREVIOUS_IMPORTED") }],
  ["new unused", { rotation: rotation("CURRENT_NEVER_USED") }],
  ["unconfirmed", { rotation: rotation("CONFIRMING") }],
  ["safe", { rotation: rotation("PREVIOUS_QUIET") }],
  ["safe", { rotation: rotation("PREVIOUS_NEVER_USED") }],
  ["contested", { rotation: rotation("PREVIOUS_QUIET"), secretContestedAt: USED }],
  ["contested", { secretContestedAt: USED }],
  ["disabled", { enabled: false, secretContestedAt: USED }],
  ["disabled", { enabled: false, rotation: rotation("PREVIOUS_IN_USE") }],
  ["public", { public: true, secrets: [] }],
  ["hidden", { secrets: null }],
  ["hidden", { secrets: undefined }],
] as const)("an application's secrets are said to be: %s (%j)", (state, given) => {
  expect(stateOf(given)).toBe(state);
});

it("only a rotation that its first use confirms is said to be not confirmed", () => {
  const words = (reason: string) => SECRET_STATE_WORDS[stateOf({ rotation: rotation(reason) })];
  expect(words("CONFIRMING")).toBe("not confirmed yet");
  expect(words("CURRENT_NEVER_USED")).toBe("new one not used yet");
});
