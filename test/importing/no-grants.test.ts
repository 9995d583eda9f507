import { describe, expect, it } from "vitest";
import type { FormatName } from "../../src/importing/formats/formats.js";
import { clientOf } from "./support.js";

const NOTE = "The client has no grants here, and gets no tokens by itself.";

type Case = [FormatName, string, Record<string, unknown>];

describe("a client without grants", () => {
  it.each<Case>([
    ["hydra", "has others there", { client_id: "a", grant_types: ["password", "implicit"] }],
    ["rfc7591", "has others there", { client_id: "a", grant_types: ["password"] }],
    ["auth0", "has others there", { client_id: "a", grant_types: ["password"] }],
    ["keycloak", "has others there", { clientId: "a", standardFlowEnabled: false, directAccessGrantsEnabled: true }],
  ])("of %s is told from others where it %s", (format, _what, item) => {
    const { settings, notes } = clientOf(format, item);
    expect(settings.grantTypes).toEqual([]);
    expect(notes).toContain(NOTE);
  });

  it.each<Case>([
    ["hydra", "has a grant left", { client_id: "a", grant_types: ["password", "refresh_token"] }],
    ["keycloak", "is a resource server", { clientId: "a", bearerOnly: true, directAccessGrantsEnabled: true }],
    ["keycloak", "has none there either", { clientId: "a", standardFlowEnabled: false }],
  ])("of %s is not one where it %s", (format, _what, item) => {
    expect(clientOf(format, item).notes).not.toContain(NOTE);
  });
});
