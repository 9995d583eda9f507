import { createHash } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { lineOf } from "../../src/importing/formats/own.js";
import { newKey, replaceKeyFile } from "../../src/key-file.js";
import { formatKeys } from "../../src/key-texts.js";
import { WayIn } from "../../src/model/actor.js";
import { commandLineActor } from "../../src/services/actors/built-in-actors.js";
import type { SecretKey } from "../../src/services/keys/secret-keys.js";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import { startTestGateway, type TestGateway, type TestOrganization } from "../support/gateway/gateway.js";
import { createClient } from "../support/oauth/oauth-endpoints.js";
import { broughtClient, importClient, inClear } from "../support/organization/brought-clients.js";
import { changed } from "../support/organization/oauth-applications.js";
import { importText } from "../support/processes/import-command.js";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

describe.each(DATABASE_KINDS)("a newer export of what goes on at its gateway, on %s", (kind) => {
  const [old, next] = [newKey(), newKey()];
  let folder: string;
  let source: TestGateway;
  let target: TestGateway;
  let from: TestOrganization;
  let to: TestOrganization;

  const start = async (name: string) => {
    const path = join(folder, name);
    await writeFile(path, `${formatKeys([old])}\n`, { mode: 0o600 });
    return startTestGateway(kind, { env: { SECRET_KEYS: "", SECRET_KEYS_FILE: path } });
  };

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "gateway-keys-"));
    source = await start("there");
    target = await start("here");
    from = await source.organization();
    to = await target.organization();
  });
  afterEach(async () => {
    await source.stop();
    await target.stop();
    await rm(folder, { recursive: true });
  });

  const exported = async (withDigests = true) => {
    await source.gateway.services.drain();
    const actor = commandLineActor(from.id, { wayIn: WayIn.CLI, requestId: null, address: null });
    let text = "";
    for await (const application of source.gateway.services.applicationExports.export(actor, { withDigests })) {
      text += `${JSON.stringify(lineOf(application))}\n`;
    }
    return text;
  };
  const promote = async (...keys: [SecretKey, ...SecretKey[]]) => {
    await replaceKeyFile(join(folder, "there"), keys);
    source.advance(MINUTE_MS);
    // An export looks for other keys, once a minute.
    await exported();
  };
  const results = async (text: string) => {
    const env = { ...target.database.env, SECRET_KEYS: "", SECRET_KEYS_FILE: join(folder, "here") };
    const { code, report } = await importText(env, to, text, "--from", "own");
    return { code, items: report.slice(0, -1) };
  };
  const unchanged = async (text: string) => {
    const { items } = await results(text);
    expect(items.map(({ result }) => result)).toEqual(items.map(() => "unchanged"));
  };
  const use = async (clientId: string, secret: string) =>
    expect(await from.admin.verify(clientId, secret)).toMatchObject({ active: true });

  it("sets nothing back: uses, replaced hashes and keys, confirmations and ends change no line", async () => {
    const issued = "a-secret-of-another-system";
    const hash = `{sha256-hex}${createHash("sha256").update(issued).digest("hex")}`;
    const texts = { clear: inClear(issued), hashed: { form: "hash" as const, text: hash, expiresAt: null } };
    const works: [string, string][] = [];
    for (const [clientId, secret] of Object.entries(texts)) {
      await importClient(source, from, broughtClient({ clientId, secrets: [secret] }));
      works.push([clientId, issued]);
    }
    const rotated = async (input: Record<string, unknown>) => {
      const { id, clientId, clientSecret } = await createClient(from.owner);
      await use(clientId, clientSecret);
      const { data } = await from.owner.rotate(id, input);
      return [clientId, data.rotateSecret.clientSecret] as [string, string];
    };
    works.push(await rotated({ overlapSeconds: 3600 }));
    works.push(await rotated({ previousSecret: "CONFIRM", overlapSeconds: 3600 }));
    const first = await exported();
    expect((await results(first)).items.map(({ result }) => result)).toEqual(works.map(() => "created"));
    const ids = first
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line).id);
    for (const id of ids) await changed(to.owner, "updateOAuthApplication", { oauthApplicationId: id, name: "ours" });

    const useAll = async () => {
      for (const [clientId, secret] of works) await use(clientId, secret);
    };
    await useAll();
    const used = await exported();
    expect(used).not.toBe(first);
    const { items } = await results(used);
    const [, , , confirmed] = items;
    expect(items.map(({ result }) => result)).toEqual(["unchanged", "unchanged", "unchanged", "updated"]);
    expect(confirmed.notes[0]).toMatch(
      /^The line is the same, and what has changed is what can be told of its secrets/,
    );
    await promote(next, old);
    await useAll();
    const renewed = await exported();
    expect(renewed.split(`v1$${next.kid}$`)).toHaveLength(works.length + 1);
    await unchanged(renewed);
    source.advance(2 * HOUR_MS);
    const ended = await exported();
    expect(ended.match(/"digest"/g)).toHaveLength(works.length);
    await unchanged(ended);
    for (const id of ids)
      expect((await to.owner.ok(`{ oauthApplication(id: "${id}") { name } }`)).oauthApplication.name).toBe("ours");
  });

  it("sets nothing back where the current secret ends, lapses or is replaced there, nor when that is imported again", async () => {
    const ending = [inClear("a-secret-that-ends-there", new Date(source.now() + HOUR_MS))];
    await importClient(source, from, broughtClient({ clientId: "ending", secrets: ending }));
    const lapsing = await createClient(from.owner);
    await use(lapsing.clientId, lapsing.clientSecret);
    await from.owner.rotate(lapsing.id, { previousSecret: "CONFIRM" });
    const replaced = await createClient(from.owner);
    const secretsIn = (text: string) =>
      text
        .trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line).secrets);
    const first = await exported();
    expect(secretsIn(first).map(({ length }) => length)).toEqual([1, 2, 1]);
    await results(first);
    const ids = first
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line).id);
    for (const id of ids) await changed(to.owner, "updateOAuthApplication", { oauthApplicationId: id, name: "ours" });
    source.advance(8 * DAY_MS);
    await from.owner.rotate(replaced.id, {});
    const later = await exported();
    expect(secretsIn(later)).toEqual([
      [],
      [expect.objectContaining({ id: secretsIn(first)[1][1].id })],
      [expect.anything(), expect.objectContaining({ id: secretsIn(first)[2][0].id })],
    ]);
    await unchanged(later);
    await unchanged(later);
    for (const id of ids)
      expect((await to.owner.ok(`{ oauthApplication(id: "${id}") { name } }`)).oauthApplication.name).toBe("ours");
    const { items } = await results(later);
    expect(items[2].notes.join()).toMatch(/The line has a secret that does not work here/);
  });

  it.each(["brings a client", "brings its first secret to one that is here"])(
    "%s once its secret is under a server key that is here",
    async (what) => {
      await promote(next, old);
      const { clientId, clientSecret } = await createClient(from.owner);
      const isHere = what !== "brings a client";
      if (isHere) expect((await results(await exported(false))).items).toMatchObject([{ result: "created" }]);
      const refused = { result: "refused", reason: expect.stringContaining(`needs the server key "${next.kid}"`) };
      const before = await exported();
      for (const _time of ["once", "again"]) expect(await results(before)).toMatchObject({ code: 1, items: [refused] });
      await promote(old, next);
      await use(clientId, clientSecret);
      const [item] = (await results(await exported())).items;
      expect(item).toMatchObject({ result: isHere ? "updated" : "created" });
      expect(await to.admin.verify(clientId, clientSecret)).toMatchObject({ active: true });
    },
  );
});
