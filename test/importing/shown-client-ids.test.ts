import { expect, it } from "vitest";
import { FORMATS } from "../../src/importing/formats/formats.js";
import { mappingOf } from "../../src/importing/mappings/mapping.js";

const shownOf = (client_id: unknown) => FORMATS.rfc7591.clientIdOf({ line: 1, value: { client_id } }, {});

it.each(["orders", "kunde-\u00e4", "two words", "https://client.example.com/", "x".repeat(255), "0".repeat(64)])(
  "a report shows the client id of what is refused: %s",
  (id) => expect(shownOf(id)).toBe(id),
);

it.each<[string, unknown]>([
  ["a bcrypt hash", "$2b$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy"],
  ["a hash by Spring's prefix", "{bcrypt}$2b$10$N9qo8uLOickgx2ZMRZoMye"],
  ["a hash as Django writes it", "pbkdf2_sha256$870000$salt$hash"],
  ["what stands for a secret", "**********"],
  ["a line break", "a\nb"],
  ["an escape sequence", "a\u001b[31mb"],
  ["a mark that turns the direction", "a\u202eb"],
  ["a space that is none of everybody's", "a\u00a0b"],
  ["too much", "x".repeat(256)],
  ["nothing", ""],
  ["no text", 7],
])("a report never shows in its place %s", (_what, value) => expect(shownOf(value)).toBeNull());

it("a report shows no other field in the place of one that it does not show", () => {
  const shown = (client_id: unknown) => FORMATS.hydra.clientIdOf({ line: 1, value: { client_id, id: "q7Zk2mV9" } }, {});
  expect([shown("a\nb"), shown("**********"), shown(""), shown(undefined)]).toEqual([
    null,
    null,
    "q7Zk2mV9",
    "q7Zk2mV9",
  ]);
});

it("a report shows no secret of this gateway, also where columns have been shifted", () => {
  const mapping = mappingOf('{"columns":{"id":"clientId"}}');
  const shown = FORMATS.table.clientIdOf({ line: 1, value: { id: "ogs_0123456789abcdef" } }, { mapping });
  expect(shown).toBe("[redacted]");
});
