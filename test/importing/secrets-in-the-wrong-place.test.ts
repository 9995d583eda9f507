import { expect, it } from "vitest";
import { FORMAT_NAMES } from "../../src/importing/formats/formats.js";
import { mappingOf } from "../../src/importing/mappings/mapping.js";
import { clientOf } from "./support.js";

const mapping = mappingOf('{"columns":{"client_id":"clientId"}}');

it.each([
  "$2a$11$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy",
  "pbkdf2_sha256$870000$salt$hash",
  "$argon2id$v=19$m=65536,t=3,p=4$c2FsdA$aGFzaA",
  "{bcrypt}$2b$10$N9qo8uLOickgx2ZMRZoMye",
  "{SSHA}c29tZWhhc2g=",
  "{noop}secret",
  "scrypt:32768:8:1$salt$hash",
  "**********",
  "[REDACTED]",
  `$${"{vault.client-id}"}`,
  "{{ client_id }}",
])("a client id that belongs into a secret's place is refused, and not repeated: %s", (id) => {
  const read = (name: (typeof FORMAT_NAMES)[number]) => () =>
    clientOf(name, name === "keycloak" ? { clientId: id } : { client_id: id }, name === "table" ? { mapping } : {});
  for (const name of FORMAT_NAMES.filter((format) => format !== "own")) {
    expect(read(name)).toThrow(/holds the hash of a secret, or what stands for one: have columns been exchanged\?$/);
    expect(read(name)).not.toThrow(id);
  }
});

it.each(["{tenant}.orders", "$app", "a$b$c", "orders*", "{a,b}", "sha-service", "0".repeat(64)])(
  "a client id that only looks a little like one comes along: %s",
  (client_id) => expect(clientOf("rfc7591", { client_id })).toMatchObject({ clientId: client_id }),
);

it("an application of another gateway keeps the client id that it has there", () => {
  const line = { id: "app_0000000000000000000000", clientId: "$2a$11$x", name: "x" };
  expect(clientOf("own", line)).toMatchObject({ clientId: "$2a$11$x" });
});
