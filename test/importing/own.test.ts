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
  it("comes back as it was, without a secret", async () => {
    const [item] = await itemsOf("own", `${JSON.stringify(LINE)}\n`);
    const { clientId, enabled, settings, secrets, takesAnyMethod } = clientOf(
      "own",
      (item as { value: unknown }).value,
    );
    const { id, clientId: _, enabled: __, description, homepageUrl, ...expected } = LINE;
    expect({ ...settings }).toEqual(expected);
    expect({ clientId, enabled, secrets, takesAnyMethod }).toEqual({
      clientId: LINE.clientId,
      enabled: false,
      secrets: [],
      takesAnyMethod: false,
    });
  });

  it("is refused with digests, with fields that are not ours, and with values of another kind", () => {
    const secrets = [{ digest: "v1$k$abc" }];
    expect(() => clientOf("own", { ...LINE, secrets })).toThrow(/secrets must be left out: digests are not taken/);
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
