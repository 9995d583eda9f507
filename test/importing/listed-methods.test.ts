import { describe, expect, it } from "vitest";
import { mappingOf } from "../../src/importing/mappings/mapping.js";
import { clientOf } from "./support.js";

const SECRET = "Tq8VnU2yJ5kLwE0xRb3mZs7cHd9fGa1p";
const rowOf = (auth: unknown, column: object = {}, more: object = {}) => {
  const columns = { key: "clientId", pass: "clientSecret", auth: { field: "tokenEndpointAuthMethod", ...column } };
  const mapping = mappingOf(JSON.stringify({ columns: { ...columns, open: { field: "public", optional: true } } }));
  return clientOf("table", { key: "k1", pass: SECRET, auth, ...more }, { mapping });
};
const SECRETS = [{ form: "plain", text: SECRET, expiresAt: null }];

describe("methods that a column lists", () => {
  it.each([
    ["Spring's, in one order", "client_secret_basic,client_secret_post", {}],
    ["in the other one", "client_secret_post,client_secret_basic", {}],
    ["with spaces", "CLIENT_SECRET_POST client_secret_basic", {}],
    ["with a separator of their own", "client_secret_post ; client_secret_basic", { separator: ";" }],
    ["in JSON", ["client_secret_post", "client_secret_basic"], {}],
    ["in JSON as text", '["client_secret_post","client_secret_basic"]', {}],
    [
      "as they are called, beside what a value means",
      "old,client_secret_post",
      { values: { old: "client_secret_basic" } },
    ],
    [
      "what an item means",
      "both,post",
      { values: { both: "client_secret_basic,client_secret_post", post: "client_secret_post" } },
    ],
    ["what a value means", "any", { values: { any: ["CLIENT_SECRET_BASIC", "CLIENT_SECRET_POST"] } }],
  ])("let both work with the secret that comes: %s", (_what, auth, column) => {
    const client = rowOf(auth, column);
    expect(client).toMatchObject({ secrets: SECRETS, takesAnyMethod: true, notes: [], settings: { public: false } });
    expect(client.settings.tokenEndpointAuthMethod).toBeUndefined();
  });

  it.each([
    ["client_secret_post", "client_secret_post", "CLIENT_SECRET_POST", undefined],
    ["a key beside it", "private_key_jwt,client_secret_post", "CLIENT_SECRET_POST", "private_key_jwt"],
    ["none beside it", "none,client_secret_basic", "CLIENT_SECRET_BASIC", "none"],
    ["an assertion beside it", "client_secret_jwt,client_secret_basic", "CLIENT_SECRET_BASIC", "client_secret_jwt"],
  ])("bring the secret, and name what it does not authenticate by: %s", (_what, auth, method, other) => {
    const client = rowOf(auth);
    expect(client).toMatchObject({ secrets: SECRETS, takesAnyMethod: false });
    expect(client.settings).toMatchObject({ public: false, tokenEndpointAuthMethod: method });
    expect(client.notes).toEqual(
      other ? [`auth has ${other} as well, by which the client does not authenticate here.`] : [],
    );
  });

  it("let both work beside a key, which is named", () => {
    const client = rowOf("private_key_jwt,client_secret_post,client_secret_basic");
    expect(client).toMatchObject({ secrets: SECRETS, takesAnyMethod: true });
    expect(client.notes).toEqual(["auth has private_key_jwt as well, by which the client does not authenticate here."]);
  });

  it("are of a client with a key where they have no secret among them, and of a public one where there is none alone", () => {
    const keyed = rowOf("none,private_key_jwt");
    expect(keyed).toMatchObject({ secrets: [], presentsKey: true, leavesSecret: true });
    expect(keyed.notes).toContain("auth has none as well, by which the client does not authenticate here.");
    const bare = rowOf("private_key_jwt", {}, { pass: null });
    expect(bare.notes).toEqual(["auth is private_key_jwt, which is not offered: the client needs a secret here."]);
    expect(rowOf("none")).toMatchObject({ secrets: [], settings: { public: true, tokenEndpointAuthMethod: "NONE" } });
  });

  it("are told from what Python writes for nothing, unless the mapping says what that means", () => {
    expect(rowOf("None").methodRefusal?.message).toMatch(/^auth has a method of which nothing is known/);
    expect(rowOf("None,client_secret_post").methodRefusal).toBeDefined();
    expect(rowOf("NONE")).toMatchObject({ secrets: [], settings: { public: true } });
    expect(rowOf("None", { values: { None: "none" } })).toMatchObject({ secrets: [], settings: { public: true } });
    expect(rowOf("None", { values: { None: null } })).toMatchObject({ secrets: SECRETS, takesAnyMethod: true });
    expect(rowOf("Client_Secret_Post").settings.tokenEndpointAuthMethod).toBe("CLIENT_SECRET_POST");
  });

  it.each(["basic", "client_secret_basic;client_secret_post", "client_secret_basic,x", SECRET])(
    "refuse a new client by one of which nothing is known, since its secret would be left out: %s",
    (auth) => {
      for (const more of [{}, { open: true }, { pass: null }]) {
        for (const column of [{}, { values: { other: "none" } }]) {
          const { methodRefusal, leavesMethod, takesAnyMethod, settings } = rowOf(auth, column, more);
          expect(methodRefusal?.message).toMatch(
            /^auth has a method of which nothing is known: its mapping may say .*\(values\).*\(separator\)$/,
          );
          expect(methodRefusal?.message).not.toContain(SECRET);
          expect({ leavesMethod, takesAnyMethod }).toEqual({ leavesMethod: true, takesAnyMethod: false });
          expect([settings.public, settings.tokenEndpointAuthMethod]).toEqual([undefined, undefined]);
        }
      }
      expect(rowOf(auth, { values: { [auth]: null } })).toMatchObject({ secrets: SECRETS, takesAnyMethod: true });
    },
  );
});
