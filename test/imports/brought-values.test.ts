import { randomBytes } from "node:crypto";
import { expect, it } from "vitest";
import { ClientSecret } from "../../src/model/client-secret.js";
import { BroughtValues } from "../../src/services/imports/secrets/brought-values.js";
import { SecretKeys } from "../../src/services/keys/secret-keys.js";
import { inClear } from "../support/organization/brought-clients.js";

const keyOf = (kid: string) => ({ kid, key: randomBytes(32) });

it("from which a secret was taken is known after a key was replaced, as far as a line says it again", () => {
  const [old, next] = [keyOf("old"), keyOf("next")];
  const row = Object.assign(new ClientSecret(), { id: "sec_1", oauthApplicationId: "app_1", digest: "v1$old$x" });
  const { toKeep } = new BroughtValues(new SecretKeys([old])).with(row, inClear("the value"));
  const both = new BroughtValues(new SecretKeys([next, old]), toKeep);
  expect([both.isFrom(row, "the value"), both.isFrom(row, "another")]).toEqual([true, false]);
  const only = new SecretKeys([next]);
  expect(new BroughtValues(only, toKeep).isFrom(row, "the value")).toBeUndefined();
  expect(new BroughtValues(only, both.renewed([row], [inClear("another")]).toKeep).isFrom(row, "x")).toBeUndefined();
  const renewed = new BroughtValues(only, both.renewed([row], [inClear("the value")]).toKeep);
  expect([renewed.isFrom(row, "the value"), renewed.isFrom(row, "another")]).toEqual([true, false]);
});
