import { describe, expect, it } from "vitest";
import { mappingOf } from "../../src/importing/mappings/mapping.js";
import { clientOf } from "./support.js";

const SAID = ["read", "write"];
const UNSAID = expect.objectContaining({
  text: expect.stringMatching(/^No scopes are recorded there, and none were given.*--scopes/),
});
const mapped = mappingOf('{"columns":{"client_id":"clientId","of":"scopes"}}');
const unmapped = mappingOf('{"columns":{"client_id":"clientId"}}');

describe("a client whose source records no scopes", () => {
  it.each([
    ["auth0", {}, {}],
    ["rfc7591", {}, {}],
    ["rfc7591", { scope: "" }, {}],
    ["table", { of: "" }, { mapping: mapped }],
    ["table", { of: [] }, { mapping: mapped }],
    ["table", {}, { mapping: unmapped }],
  ] as const)(
    "has those that were said, and else a note that is said once for all: %s %j",
    (format, fields, options) => {
      const client = { client_id: "x", ...fields };
      const said = clientOf(format, client, { ...options, scopes: SAID });
      expect([said.settings.scopes, said.sharedNotes]).toEqual([SAID, []]);
      const unsaid = clientOf(format, client, options);
      expect([unsaid.settings.scopes ?? [], unsaid.sharedNotes, unsaid.notes]).toEqual([[], [UNSAID], []]);
    },
  );

  it.each([
    ["rfc7591", { scope: "own" }, {}],
    ["table", { of: "own" }, { mapping: mapped }],
    ["table", {}, { mapping: mappingOf('{"columns":{"client_id":"clientId"},"constants":{"scopes":["own"]}}') }],
  ] as const)("is no one that has its own: %s %j", (format, fields, options) => {
    const { settings, sharedNotes } = clientOf(format, { client_id: "x", ...fields }, { ...options, scopes: SAID });
    expect([settings.scopes, sharedNotes]).toEqual([["own"], []]);
  });
});
