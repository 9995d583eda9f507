import { describe, expect, it } from "vitest";
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
