import { describe, expect, it } from "vitest";
import { lookAt } from "../../src/importing/recognition.js";
import { all, bytesOf } from "./support.js";

const KEYCLOAK = { clientId: "shop", protocol: "openid-connect" };

/** Pieces of which somebody may want more than there are yet; `wasEnded` tells whether they were let go. */
function slowly(...pieces: string[]) {
  const source = { asked: 0, wasEnded: false };
  async function* bytes() {
    try {
      for (const piece of pieces) {
        source.asked += 1;
        yield Buffer.from(piece);
      }
    } finally {
      source.wasEnded = true;
    }
  }
  return { source, bytes: bytes() };
}

describe("a look at the beginning of a file", () => {
  it.each([
    [
      "a realm in one piece",
      JSON.stringify({ realm: "acme", users: [{ clients: [1] }], clients: [KEYCLOAK] }),
      "keycloak",
    ],
    [
      "realms in an array",
      JSON.stringify([
        { realm: "a", clients: [] },
        { realm: "b", clients: [KEYCLOAK] },
      ]),
      "keycloak",
    ],
    ["a client that stands alone", JSON.stringify(KEYCLOAK, null, 2), "keycloak"],
    ["JSON lines", `${JSON.stringify({ client_id: "x", skip_consent: true })}\n{"client_id": "y"}`, "hydra"],
    ["a table", "\ufeffid,uid,secret\n1,x,y", "table"],
    ["a table with quoted names", '"id";"uid"\n1;x', "table"],
    ["an object that nobody writes", '{"a": 1}', undefined],
    [
      "rows of Hydra's table of which the first has little",
      `{"id": "x", "client_name": ""}\n{"id": "y", "skip_consent": true}\n`,
      "hydra",
    ],
    [
      "rows of Django's table",
      JSON.stringify([{ client_id: "x", redirect_uris: "", authorization_grant_type: "" }]),
      "table",
    ],
    ["a line before the first client", `oops\n${JSON.stringify(KEYCLOAK)}`, "keycloak"],
    ["nothing", "", undefined],
    ["no object", "[1, null]", undefined],
  ])("tells who wrote %s, and leaves all of it to be read", async (_what, text, writer) => {
    for (const size of [1, 7, 1_000_000]) {
      const { recognized, bytes } = await lookAt(bytesOf(text, size));
      expect(recognized?.writer).toBe(writer);
      expect(Buffer.concat(await all(bytes)).toString()).toBe(text);
    }
  });

  it.each([
    ["JSON lines", `${JSON.stringify(KEYCLOAK)}\n`],
    ["a table", "id,uid\n1,x\n"],
  ])("needs no more of %s than the first client", async (_what, beginning) => {
    const { source, bytes } = slowly(beginning, "the rest");
    const looked = await lookAt(bytes);
    expect(source).toEqual({ asked: 1, wasEnded: false });
    await looked.close();
    expect(source).toEqual({ asked: 1, wasEnded: true });
  });

  it.each([
    ["an envelope", { items: [KEYCLOAK] }, "items"],
    ["an array", [KEYCLOAK], undefined],
    ["nothing else", KEYCLOAK, undefined],
  ])("tells that the first client is in %s", async (_what, value, envelope) => {
    expect(await lookAt(bytesOf(JSON.stringify(value), 1000))).toMatchObject({ envelope, first: { value: KEYCLOAK } });
  });

  it.each([
    ["one of these ids", '{"clientId": "a"}\n', ["clientId"], 1],
    ["none of these ids", '{"client_id": "a"}\n', ["clientId"], 2],
  ])("needs no more of what nobody's signs are in than a client with %s", async (_what, beginning, ids, asked) => {
    const { source, bytes } = slowly(beginning, '{"clientId": "b"}\n', "the rest");
    const looked = await lookAt(bytes, ids);
    expect([source.asked, looked.names.has("clientId")]).toEqual([asked, true]);
    await looked.close();
  });

  it("gives up where a file begins with very much that is no client", async () => {
    const { source, bytes } = slowly('{"users": ["', ...Array.from({ length: 100 }, () => "x".repeat(65_536)));
    expect((await lookAt(bytes)).recognized).toBeUndefined();
    expect(source.asked).toBeLessThan(20);
  });
});
