import { describe, expect, it } from "vitest";
import { mappingOf } from "../../src/importing/mappings/mapping.js";
import { clientOf } from "./support.js";

const rowOf = (column: object, cell: unknown) => {
  const mapping = mappingOf(JSON.stringify({ columns: { key: "clientId", cell: column } }));
  return clientOf("table", { key: "k1", cell }, { mapping });
};

describe("a list in a column of a table", () => {
  const values = {
    service: ["CLIENT_CREDENTIALS"],
    web: ["AUTHORIZATION_CODE", "REFRESH_TOKEN"],
    long: "refresh_token",
    old: null,
  };
  const grants = { field: "grantTypes", values };

  it.each([
    ["a separator", { ...grants, separator: "," }, "web,service"],
    ["a separator and spaces", { ...grants, separator: "," }, " web , service,"],
    ["white space", grants, "web service"],
    ["JSON", grants, ["web", "service"]],
    ["JSON as text", grants, '["web","service"]'],
    ["what is repeated", { ...grants, separator: "," }, "long,web,web,service"],
  ])("has for each of its items what a value means: %s", (_what, column, cell) => {
    const { settings, notes } = rowOf(column, cell);
    expect([...(settings.grantTypes ?? [])].sort()).toEqual([
      ...["AUTHORIZATION_CODE", "CLIENT_CREDENTIALS", "REFRESH_TOKEN"],
    ]);
    expect(notes).toEqual([]);
  });

  it("says once that several items have no place here", () => {
    const cells = { field: "scopes", values: { old: null, older: null, read: "read" } };
    const part = "cell was taken in part: not all of its values have a place here.";
    expect(rowOf(cells, "old older read")).toMatchObject({ settings: { scopes: ["read"] }, notes: [part] });
    const none = rowOf({ ...grants, values: { old: null, older: null } }, "old older");
    expect(none.notes).toEqual([
      "cell was not taken: its value has no place here.",
      expect.stringMatching(/^The client has no grants here/),
    ]);
  });

  it("has items that are called as in OAuth, beside those whose meaning is said", () => {
    const column = { field: "grantTypes", separator: ",", values: { "urn:x:custom": null } };
    expect(rowOf(column, "authorization-code,urn:x:custom").settings.grantTypes).toEqual(["AUTHORIZATION_CODE"]);
    expect(rowOf(column, "client_credentials").settings.grantTypes).toEqual(["CLIENT_CREDENTIALS"]);
    const { notes } = rowOf(column, "client_credentials,password");
    expect(notes).toEqual(["cell has password, which is no grant here."]);
    expect(() => rowOf(column, "client_credentials,urn:y")).toThrow("cell must have values that its mapping names");
    expect(() => rowOf(column, "urn:y")).toThrow("cell must have a value that its mapping names");
  });

  it("has what the whole of it means, where a value says so", () => {
    const column = {
      field: "grantTypes",
      separator: ",",
      values: { "a,b": ["CLIENT_CREDENTIALS"], a: "refresh_token" },
    };
    expect(rowOf(column, "a,b").settings.grantTypes).toEqual(["CLIENT_CREDENTIALS"]);
    expect(rowOf(column, "a").settings.grantTypes).toEqual(["REFRESH_TOKEN"]);
    expect(() => rowOf(column, "b,a")).toThrow("cell must have values that its mapping names");
  });

  it("comes without an item that has no place here, and says so once", () => {
    const some = rowOf({ ...grants, separator: "," }, "old,service,old");
    expect(some).toMatchObject({ settings: { grantTypes: ["CLIENT_CREDENTIALS"] } });
    expect(some.notes).toEqual(["cell was taken in part: not all of its values have a place here."]);
    const none = rowOf({ ...grants, separator: "," }, "old");
    expect(none.settings.grantTypes).toEqual([]);
    expect(none.notes).toEqual([
      "cell was not taken: its value has no place here.",
      expect.stringMatching(/^The client has no grants here/),
    ]);
  });

  it("has no white space around its items", () => {
    expect(rowOf({ field: "scopes", separator: "," }, "read, write ,").settings.scopes).toEqual(["read", "write"]);
    const uris = rowOf({ field: "redirectUris", separator: "," }, "https://a.example.com/, https://b.example.com/");
    expect(uris.settings.redirectUris).toEqual(["https://a.example.com/", "https://b.example.com/"]);
    const { settings, notes } = rowOf({ field: "grantTypes", separator: "," }, "client_credentials, refresh_token");
    expect([settings.grantTypes, notes]).toEqual([["CLIENT_CREDENTIALS", "REFRESH_TOKEN"], []]);
  });

  it("is none in a field that holds one value, whatever stands in it", () => {
    const column = { field: "description", separator: ",", values: { "a,b": "Both" } };
    expect(rowOf(column, "a,b").settings.description).toBe("Both");
    expect(() => rowOf(column, "a")).toThrow("cell must have a value that its mapping names");
  });
});
