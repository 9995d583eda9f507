import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { advice } from "../../src/console/api/advice.js";
import { kindOf } from "../../src/console/applications/application/kind.js";
import { ACTIONS } from "../../src/console/audit/actions.js";
import { sentenceOf, titleOf } from "../../src/console/audit/sentence.js";
import { lifetimesWithin, proposedOf } from "../../src/console/tokens/lifetime.js";

const SCHEMA = readFileSync("schema.graphql", "utf8");

describe("the audit log", () => {
  const [named = ""] = /Only events with this action.*/.exec(SCHEMA) ?? [];
  const actions = [...named.matchAll(/`([a-z_]+\.[a-z_]+)`/g)].map(([, action = ""]) => action);

  it("has words for every action of the schema", () => {
    expect(actions.length).toBeGreaterThan(15);
    expect(Object.keys(ACTIONS).sort()).toEqual(actions.sort());
    expect(actions.filter((action) => sentenceOf(action, {}).before === action)).toEqual([]);
  });
});

it("what an import has done to an application reads as that, and from where it came", () => {
  const said = (action: string, details: Record<string, unknown>) => {
    const { before, after } = sentenceOf(`oauth_application.${action}`, details);
    return [before, after];
  };
  const source = "keycloak";
  expect(said("created", { secretId: null, source })).toEqual(["imported the application", "from keycloak"]);
  expect(said("created", { secretId: "sec_1" })).toEqual(["registered the application", ""]);
  const changed = ["name", "scopes"];
  expect(said("updated", { changed, source })).toEqual([
    "changed the application",
    ": name, scopes, by an import from keycloak",
  ]);
  expect(said("updated", { changed })).toEqual(["changed the application", ": name, scopes"]);
  // What the option of the command line calls another gateway.
  const own = { source: "own" };
  expect(said("created", own)).toEqual(["imported the application", "from another gateway"]);
  expect(said("updated", { changed, ...own })[1]).toBe(": name, scopes, by an import from another gateway");
});

it("a first use that an import has told of reads as one there, and any other as one here", () => {
  const after = "; the old one works until the rotation is completed";
  const said = (details: object) => sentenceOf("client_secret.rotation_confirmed", { secretId: "sec_1", ...details });
  expect(said({ source: "own" })).toEqual({
    before: "noted, by an import from another gateway, the first use there of the new secret of",
    after,
  });
  expect(said({})).toEqual({ before: "noted the first use of the new secret of", after });
});

describe("a rotation in the log", () => {
  const action = "client_secret.rotated";
  const stopped = { previousSecret: "REVOKE", previousSecretId: "sec_1" };

  it("that stopped every secret reads as that, in its list and in its details", () => {
    expect(sentenceOf(action, { ...stopped, revokeTokens: true })).toMatchObject({
      before: "stopped every secret of",
      after: "at once, with all that they had obtained, and issued a new one",
    });
    expect(sentenceOf(action, stopped).after).toBe("at once, and issued a new one");
    expect(titleOf(action, stopped)).toBe("every secret stopped at once");
  });

  it("whose first use is awaited reads as what was changed of it, and nothing else", () => {
    const changed = (details: object) =>
      sentenceOf("client_secret.rotation_updated", { secretId: "sec_1", ...details }).after;
    expect(changed({ overlapSeconds: 432_000 })).toBe("goes on: the old one works for 5 days after that");
    expect(changed({ overlapSeconds: null })).toBe("goes on: the old one works until the rotation is completed");
    expect(changed({ confirmBy: "2026-11-29T10:00:00Z" })).toMatch(/^goes on: the new secret is to be used until /);
    expect(changed({})).toBe("goes on");
  });

  it("that let the old secret work on, or issued the first one, reads as a rotation", () => {
    for (const details of [{ previousSecret: "KEEP", previousSecretId: "sec_1" }, { previousSecret: "REVOKE" }]) {
      expect(sentenceOf(action, details).before).toBe("rotated the secret of");
      expect(titleOf(action, details)).toBe(ACTIONS[action]);
    }
  });
});

describe("what people call an application", () => {
  const user = { public: true, grantTypes: ["AUTHORIZATION_CODE"] as const };
  it.each([
    [["https://shop.example/"], "single page application"],
    [["com.example.app:/callback"], "native application"],
    [["http://127.0.0.1/callback", "http://[::1]:8080/callback"], "native application"],
    [[], "public application"],
  ])("with the redirect URIs %j is a %s", (redirectUris, words) => {
    expect(kindOf({ ...user, redirectUris })).toBe(words);
  });
});

describe("how long a new token may live", () => {
  const now = Date.parse("2026-11-29T00:00:00Z");

  it("is offered as far as the gateway grants it to whose own token ends", () => {
    const offered = lifetimesWithin("2026-12-10T00:00:00Z", now);
    expect(offered).toEqual(["12 hours", "7 days", "as long as your own"]);
    expect(proposedOf(offered)).toBe("as long as your own");
    expect(lifetimesWithin("2026-11-29T11:59:00Z", now)).toEqual(["as long as your own"]);
  });

  it("is 90 days, unless one says otherwise, for whose own has no end", () => {
    expect(proposedOf(lifetimesWithin(undefined, now))).toBe("90 days");
  });
});

it("a refusal because somebody would be locked out speaks of no argument of the API", () => {
  const refusal = {
    code: "CONFLICT" as const,
    message: "The secret ogs_…abcd was used within the last 3600 s. Wait until it is quiet, or use force.",
    lastUsedAt: "2026-11-29T00:00:00Z",
  };
  expect(advice(refusal)).toMatch(/^Refused, because somebody would be locked out\./);
  expect(advice({ code: "CONFLICT", message: "No rotation is open." })).toBe("No rotation is open.");
});
