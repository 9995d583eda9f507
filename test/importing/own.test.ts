import { describe, expect, it } from "vitest";
import { FORMATS } from "../../src/importing/formats/formats.js";
import { clientOf, itemsOf } from "./support.js";

const LINE = {
  id: "app_0123456789012345678901",
  clientId: "0123456789abcdef0123456789abcdef",
  enabled: false,
  name: "Mine",
  description: "",
  public: false,
  redirectUris: ["https://a.example.com/cb"],
  allowedOrigins: [],
  scopes: ["a", "b"],
  optionalScopes: ["b"],
  grantTypes: [],
  responseTypes: [],
  tokenEndpointAuthMethod: "CLIENT_SECRET_POST",
  pkceRequired: true,
  homepageUrl: null,
  secretOverlapSeconds: 0,
  secretQuietSeconds: 60,
  selfRotationEnabled: true,
  dialectSettings: { csp: { refreshTokenTTL: 7000 } },
};

describe("our own export", () => {
  it.each([null, "", "maybe"])("is refused where it does not say whether an application is enabled: %j", (enabled) => {
    expect(() => clientOf("own", { ...LINE, enabled })).toThrow(/^enabled must be true or false/);
  });

  it("comes back as it was, with what it had cleared, and with the id it had", async () => {
    const [item] = await itemsOf("own", `${JSON.stringify(LINE)}\n`);
    const { id, clientId, enabled, settings, secrets, takesAnyMethod } = clientOf(
      "own",
      (item as { value: unknown }).value,
    );
    const { id: _, clientId: __, enabled: ___, ...expected } = LINE;
    expect({ ...settings }).toEqual(expected);
    expect({ id, clientId, enabled, secrets, takesAnyMethod }).toEqual({
      id: LINE.id,
      clientId: LINE.clientId,
      enabled: false,
      secrets: [],
      takesAnyMethod: false,
    });
  });

  it("is told by whether it has secrets, and by earlier versions by all but their uses", () => {
    const uses = { firstUsedAt: null, lastUsedAt: null, useCount: 3, usesBeforeRotation: 1 };
    const rest = { hint: "ogs_…abcd", confirmBy: null, digest: "v1$k1$x", keyFingerprint: "f", expiresAt: null };
    const secrets = ["ogs_2", "ogs_1"].map((id) => ({ id, ...uses, ...rest }));
    // The order decides, too: it is the text that is digested.
    const toldBy = (value: object) => FORMATS.own.toldBy?.({ line: 1, value })?.map((part) => JSON.stringify(part));
    expect(toldBy({ ...LINE, secrets })).toEqual([
      JSON.stringify({ ...LINE, secrets: true }),
      JSON.stringify({ ...LINE, secrets: ["ogs_2", "ogs_1"].map((id) => ({ id, ...rest })) }),
    ]);
  });

  it.each([[[]], [null]])(
    "is the same where all its secrets have ended, and another where it has its first: %j",
    (none) => {
      const toldBy = (value: object) =>
        FORMATS.own.toldBy?.({ line: 1, value })?.map((part) => JSON.stringify(part)) ?? [];
      const [ended, ...earlier] = toldBy({ ...LINE, secrets: none });
      const [some, ...others] = toldBy({ ...LINE, secrets: [{ id: "ogs_1" }] });
      expect([earlier.includes(some as string), [some, ...others].includes(ended as string)]).toEqual([true, false]);
    },
  );

  it("is refused with fields that are not ours, and with values of another kind", () => {
    expect(() => clientOf("own", { ...LINE, more: 1 })).toThrow(/item must have no others than id, clientId/);
    for (const wrong of [
      { grantTypes: 5 },
      { public: "perhaps" },
      { dialectSettings: [1] },
      { secretOverlapSeconds: "x" },
    ]) {
      expect(() => clientOf("own", { ...LINE, ...wrong })).toThrow(Object.keys(wrong)[0]);
    }
  });
});

describe("what another gateway keeps of dialects", () => {
  it("comes without what looks like a credential, which the notes name, since a file may have been written by hand", () => {
    const { settings, notes } = clientOf("own", {
      ...LINE,
      dialectSettings: {
        csp: { isHidden: true, password: "hunter2" },
        keycloak: { attributes: { note: "api_key=hunter2", team: "a" }, big: 2 ** 60, list: [] },
      },
    });
    expect(settings.dialectSettings).toEqual({
      ...{ csp: { isHidden: true }, keycloak: { attributes: { team: "a" }, list: [] } },
    });
    expect(notes).toEqual([
      "Not kept, since whoever may read the application would see what looks like a credential: dialectSettings.csp.password, dialectSettings.keycloak.attributes.note.",
      "Not kept, since its numbers would change: dialectSettings.keycloak.big.",
    ]);
  });

  it("comes back as our dialects keep it", () => {
    const csp = {
      ...{ refreshTokenTTL: 7000, allowedActorsAudienceExchange: ["a"], allowedActorsClientDelegate: [] },
      ...{ additionalAttributeMasks: ["mail"], maxGroupsInIdToken: 50, maxAdditionalAttributesInIdToken: 7 },
      ...{ maxCharactersInAccessToken: 8000, groupDomainAppendedInIDToken: true, isHidden: false },
      ...{ crossOrgAccessClaimsSupported: true, useCspIssuerUrl: false, allowedOrgs: ["a"], allowedScopes: {} },
    };
    const dialectSettings = { csp, cloudflare: { promoted_at: "2026-11-29T12:00:00.000Z" } };
    const { settings, notes } = clientOf("own", { ...LINE, dialectSettings });
    expect([settings.dialectSettings, notes]).toEqual([dialectSettings, []]);
  });

  it("is refused where it is none", () => {
    const read = () => clientOf("own", { ...LINE, dialectSettings: { csp: "x" } });
    expect(read).toThrow(/^dialectSettings\.csp must be a JSON object/);
  });
});
