import { ID_PREFIX, newId } from "../../../src/model/identifier.js";
import { hintOf } from "../../../src/model/secret.js";
import type { CarriedSecret, CarriedState } from "../../../src/services/imports/brought-client.js";
import { fingerprintOf, SecretKeys } from "../../../src/services/keys/secret-keys.js";
import { readKeys } from "../databases/server-keys.js";
import type { TestGateway } from "../gateway/gateway.js";

/** Makes secrets as another gateway under the same server keys exports them, where they were issued at these moments. */
export async function carrying({ database }: TestGateway) {
  const list = await readKeys(database);
  const keys = new SecretKeys(list);
  const keyFingerprint = fingerprintOf(list[0]);
  return (applicationId: string, text: string, issuedAt: number, state: Partial<CarriedState> = {}): CarriedSecret => ({
    form: "digest",
    text: keys.digest(applicationId, text),
    keyFingerprint,
    expiresAt: null,
    state: {
      id: newId(ID_PREFIX.clientSecret, issuedAt),
      hint: hintOf(text),
      firstUsedAt: null,
      lastUsedAt: null,
      useCount: 0,
      usesBeforeRotation: 0,
      confirmBy: null,
      confirmedAt: null,
      contestedAt: null,
      nextOverlapSeconds: null,
      imported: false,
      ...state,
    },
  });
}
