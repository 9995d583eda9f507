import { expect, it } from "vitest";
import { usableSettings } from "../../src/services/imports/settings/usable-settings.js";
import { clientOf } from "./support.js";

/** More than a function takes as arguments. */
const MANY = Array.from({ length: 200_000 }, (_, index) => `${index}`);

it.each(["rfc7591", "hydra", "auth0"] as const)("a client of %s that leaves very many secrets is read", (format) => {
  const line = { client_id: "many", token_endpoint_auth_method: "none", client_secret: MANY };
  expect(clientOf(format, line).notes).toContain("client_secret was not taken: the client does not present it.");
});

it("a client of Hydra with very many secrets that work there is refused, and no more is looked for than of any other", () => {
  const read = (rotated_secrets: string[]) => clientOf("hydra", { client_id: "many", rotated_secrets });
  expect(() => read(MANY)).toThrow(/^rotated_secrets has 200000 texts, and at most 20 are read: /);
  const { secrets } = read(MANY.slice(0, 20));
  expect(secrets.map(({ form, isPrevious }) => [form, isPrevious])).toEqual(Array(20).fill(["unread", true]));
});

it("an application of another gateway that has kept very many credentials is read without them", () => {
  const kept = { auth0: { signing: { secret: MANY } } };
  const { settings } = clientOf("own", {
    id: "app_0000000000000000000000",
    clientId: "many",
    name: "x",
    dialectSettings: kept,
  });
  expect(JSON.stringify(settings.dialectSettings)).not.toContain("199999");
});

/** A text that begins many times as something that would be a credential, if it only went on so. */
const hostile = (part: string, length: number) => part.repeat(Math.floor(length / part.length));

it.each<[string, object]>([
  ["its name of a field", { [`secret${hostile("expir", 400_000)}1`]: "v" }],
  ["its secret", { client_secret: `ab${"a".repeat(100_000)}`, client_name: "a".repeat(900_000) }],
  ["its texts", Object.fromEntries(Array.from({ length: 64 }, (_, n) => [`t${n}`, hostile("ws:", 16_380)]))],
])("a line is read once, however it is made to be read again: %s", (_what, fields) => {
  const { user } = process.cpuUsage();
  const client = clientOf("rfc7591", { client_id: "many", ...fields });
  usableSettings(client, { source: "rfc7591", allowsHttp: false, working: client.secrets });
  expect(process.cpuUsage().user - user).toBeLessThan(2_000_000);
});
