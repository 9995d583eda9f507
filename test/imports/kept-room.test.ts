import { describe, expect, it } from "vitest";
import type { DialectSettings } from "../../src/model/dialect-settings.js";
import type { BroughtClient } from "../../src/services/imports/brought-client.js";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import { broughtClient } from "../support/organization/brought-clients.js";
import { importOpening } from "../support/organization/import-opening.js";

const MAX_BYTES = 16_384;
const SHOWN =
  "query ($clientId: String!) { oauthApplication(clientId: $clientId) { enabled scopes version dialectSettings } }";
const noRoomFor = (names: string) =>
  `Not kept, since dialectSettings hold at most 16384 bytes, nested at most 32 levels deep: ${names}.`;
const SET = (fields: string) => `The line has changed; set by it: ${fields}.`;

describe.each(DATABASE_KINDS)("what is kept of a source, beside what there is of others, on %s", (kind) => {
  const { bring, shown } = importOpening(kind, SHOWN);

  const keeping = (
    client: Partial<BroughtClient>,
    dialectSettings: DialectSettings,
    others: Partial<BroughtClient> = {},
  ) => broughtClient({ ...client, settings: { ...client.settings, dialectSettings }, ...others });

  it("is left out where it has no room, and named each time, and all else of its line comes", async () => {
    const csp = { mask: "x".repeat(7000) };
    const client = broughtClient();
    await bring(keeping(client, { csp, keycloak: { one: "x".repeat(9000) } }));
    const line = keeping(client, { keycloak: { one: "x".repeat(9500), two: "a" } }, { enabled: false });
    const updated = { result: "updated", notes: [SET("enabled, dialectSettings"), noRoomFor("one")] };
    expect(await bring(line, { dryRun: true })).toMatchObject(updated);
    expect(await bring(line)).toMatchObject(updated);
    const now = await shown(client.clientId);
    expect(now).toMatchObject({ enabled: false, dialectSettings: { csp, keycloak: { two: "a" } } });
    expect(await bring(line)).toMatchObject({ result: "unchanged", notes: [noRoomFor("one")] });
    expect(await shown(client.clientId)).toEqual(now);
  });

  it("stays of a part of a client as it is, beside what there is room for of another part", async () => {
    const client = broughtClient();
    const [one, two] = ["x".repeat(9000), "y".repeat(9000)];
    await bring(keeping(client, { keycloak: { one, three: "a" } }));
    const part = keeping(client, { keycloak: { two, three: "b" } }, { guessed: [] });
    const notes = [SET("dialectSettings"), noRoomFor("two")];
    expect(await bring(part)).toMatchObject({ result: "updated", notes });
    expect((await shown(client.clientId)).dialectSettings).toEqual({ keycloak: { one, three: "b" } });
    expect(await bring(part)).toMatchObject({ result: "unchanged", notes: notes.slice(1) });
  });

  it("comes from another gateway to the last byte, whatever it takes the place of, and is named there by its dialect", async () => {
    const empty = { csp: { a: "" }, hydra: { b: "é" } };
    const full = { ...empty, csp: { a: "x".repeat(MAX_BYTES - Buffer.byteLength(JSON.stringify(empty))) } };
    const client = broughtClient();
    const own = { source: "own" };
    await bring(keeping(client, { auth0: { c: "z" } }), own);
    expect((await bring(keeping(client, full), own)).notes).toEqual([SET("dialectSettings")]);
    expect((await shown(client.clientId)).dialectSettings).toEqual(full);
    const over = { csp: { a: `${full.csp.a}x` }, hydra: { b: "é" } };
    expect((await bring(keeping(client, over), own)).notes).toEqual([
      SET("dialectSettings"),
      noRoomFor("dialectSettings.hydra.b"),
    ]);
  });
});
