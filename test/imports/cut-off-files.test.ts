import { describe, expect, it } from "vitest";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import { startTestGateway } from "../support/gateway/gateway.js";
import { importText } from "../support/processes/import-command.js";
import { importSetting } from "../support/processes/import-setting.js";

const CUT = "The file ends in the middle: what was behind that has not come. Get it as a whole, and import that.";
const QUOTED =
  "The file ends within a quoted field: it was cut off there, or a quotation mark is missing before, and what was behind has not come. Get it as a whole, or mend the line that the report names, and import that.";
const UNSURE =
  "The last line of the file has no line break: look whether it is there as a whole, since a file that was cut off would end so, too.";

describe.each(DATABASE_KINDS)("a file that was cut off, on %s", (kind) => {
  const at = importSetting(() => startTestGateway(kind));
  const bring = async (text: string, ...args: string[]) => {
    const { code, report, stderr } = await importText(at.gateway.database.env, at.organization, text, ...args);
    const results = report.slice(0, -1).map(({ result }) => result);
    const reasons = report.flatMap(({ reason }) => reason ?? []);
    return { code, results, reasons, said: stderr.trim().split("\n").filter(Boolean), end: report.at(-1)?.end };
  };
  const client = (id: string) => ({ clientId: `${at.organization.slug}-${id}`, protocol: "openid-connect" });
  const registration = (id: string) => JSON.stringify({ client_id: `${at.organization.slug}-${id}`, client_name: "a" });
  const TABLE = ["--from", "table", "--mapping"];

  it.each<[string, () => string, string]>([
    ["within a client of a list", () => `{"clients":[${JSON.stringify(client("a"))},{"clientId":"b`, "keycloak"],
    ["behind a client of a list", () => `{"clients":[${JSON.stringify(client("a"))}`, "keycloak"],
    ["behind its list", () => `{"clients":[${JSON.stringify(client("a"))}],"users":[{"id":"x"},{`, "keycloak"],
    ["within a line", () => `${registration("a")}\n${registration("b").slice(0, -5)}`, "rfc7591"],
    ["within an item of several lines", () => `${registration("a")}\n{"client_id":\n"b"\n`, "rfc7591"],
  ])("ends with 1, and with what it says so by, beside what has come: %s", async (_where, text, from) => {
    const { results, reasons: _, ...others } = await bring(text(), "--from", from);
    expect(others).toEqual({ code: 1, said: expect.arrayContaining([CUT]), end: CUT });
    expect(results).toEqual(["created", "refused"]);
    expect((await bring(text(), "--from", from, "--dry-run")).end).toBe(CUT);
  });

  it.each([
    ["within a quoted field", '"b', 1, QUOTED, ["created", "refused"]],
    ["or has a quotation mark too many", '"b,x\nc,y\n', 1, QUOTED, ["created", "refused"]],
    ["before its last field", "b", 1, CUT, ["created", "refused"]],
    ["perhaps, in its last field", "b,x", 0, UNSURE, ["created", "created"]],
    ["not behind a line break", "b,xyz\n", 0, undefined, ["created", "created"]],
  ])("is known as one where it is a table: %s", async (_where, last, code, end, results) => {
    const mapping = await at.mappingFile({ id: "clientId", name: "name" });
    const id = (name: string) => `${at.organization.slug}-${name}`;
    const text = `id,name\n${id("a")},xyz\n${last.replace("b", id("b"))}`;
    const found = await bring(text, ...TABLE, mapping);
    expect(found).toMatchObject({ code, results });
    expect([found.end, found.said.includes(end ?? CUT)]).toEqual([end, end !== undefined]);
  });

  it.each([
    ["secret", "id,secret", { id: "clientId", secret: "clientSecret" }],
    ["old", "id,old", { id: "clientId", old: "previousClientSecret" }],
    ["until", "id,until", { id: "clientId", until: "clientSecretExpiresAt" }],
    ["old_until", "id,old_until", { id: "clientId", old_until: "previousClientSecretExpiresAt" }],
    ["id", "name,id", { id: "clientId", name: "name" }],
    // A JavaScript object has such names in another order.
    ["1", "2,1", { 1: "clientSecret", 2: "clientId" }],
  ])("brings no client by what may be a part of its id or of a secret: %s", async (last, header, columns) => {
    const mapping = await at.mappingFile(columns);
    const id = (name: string) => `${at.organization.slug}-${last}-${name}`;
    const value = (name: string) => (last.endsWith("until") ? "2027-12-31 20:00:00-08" : `Tq8VnU2yJ5kLwE0x${name}`);
    const row = (name: string) => (last === "id" ? `x,${id(name)}` : `${id(name)},${value(name)}`);
    const text = `${header}\n${row("a")}\n${row("b")}`;
    const { reasons, ...found } = await bring(text, ...TABLE, mapping);
    expect(found).toMatchObject({ code: 1, results: ["created", "refused"], end: UNSURE });
    expect(reasons).toEqual([
      `${last} stands last in a line without a line break, and may be a part of what it was: put a line break behind it where it is whole.`,
    ]);
    expect(await bring(`${text}\n`, ...TABLE, mapping)).toMatchObject({ code: 0, results: ["unchanged", "created"] });
  });

  it.each([
    ["secret", "id,on,until,secret", { secret: "Tq8VnU2yJ5kLwE0xRb3m" }],
    ["until", "id,on,secret,until", { until: "2027-12-31 20:00:00" }],
    ["until", "id,on,secret,until", { until: "2027-12-3" }],
  ])(
    "leaves a client that is here as it is by such a line, which may be the same as before: %s, %s, %j",
    async (last, header, part) => {
      const mapping = await at.mappingFile({
        ...{ id: "clientId", on: "enabled", secret: "clientSecret", until: "clientSecretExpiresAt" },
      });
      const [id, whole] = [`${at.organization.slug}-a`, "Tq8VnU2yJ5kLwE0xRb3mZs7c"];
      const bringRow = (on: string, values: object, end: string) => {
        const row: Record<string, string> = { id, on, secret: whole, until: "2027-12-31 20:00:00-08", ...values };
        const names = header.split(",");
        return bring(`${header}\n${names.map((name) => row[name]).join()}${end}`, ...TABLE, mapping);
      };
      const works = async () => (await at.organization.admin.verify(id, whole)).active;
      expect(await bringRow("t", { secret: "" }, "\n")).toMatchObject({ code: 0, results: ["created"] });
      expect(await bringRow("t", part, "")).toMatchObject({
        ...{
          code: 1,
          results: ["refused"],
          reasons: [expect.stringMatching(`^${last} (stands last in a line|must be a date-time)`)],
        },
      });
      expect(await bringRow("t", {}, "\n")).toMatchObject({ code: 0, results: ["updated"] });
      expect(await bringRow("t", {}, "")).toMatchObject({ code: 0, results: ["unchanged"], end: UNSURE });
      expect(await works()).toBe(true);
      for (const cut of [part, {}]) {
        expect(await bringRow("f", cut, "")).toMatchObject({ code: 1, results: ["refused"] });
      }
      expect(await works()).toBe(true);
      expect(await bringRow("f", {}, "\n")).toMatchObject({ code: 0, results: ["updated"] });
      expect(await works()).toBe(false);
    },
  );

  it.each(["Tq8VnU2yJ5kLwE0x", "Tq8", ""])(
    "shows no secret of which it has a part in its last column: %s",
    async (part) => {
      const mapping = await at.mappingFile({ id: "clientId", about: "description", secret: "clientSecret" });
      const [id, whole] = [`${at.organization.slug}-a`, "Tq8VnU2yJ5kLwE0xRb3mZs7c"];
      const head = `id,about,note,secret\n${id},log in with ${whole},again ${whole},`;
      expect(await bring(`${head}${whole}\n`, ...TABLE, mapping)).toMatchObject({ code: 0, results: ["created"] });
      expect(await bring(`${head}${part}`, ...TABLE, mapping)).toMatchObject({ code: 1, results: ["refused"] });
      const shown = "query ($id: String!) { oauthApplication(clientId: $id) { description dialectSettings } }";
      expect(JSON.stringify(await at.organization.owner.ok(shown, { id }))).not.toContain("Tq8");
    },
  );

  it.each([
    ["description", { about: "description" }, 23],
    ["a column that is kept", {}, 8],
  ])("shows no part of a secret that stands in it before: %s", async (_where, columns, length) => {
    const mapping = await at.mappingFile({ id: "clientId", secret: "clientSecret", ...columns });
    const [id, whole] = [`${at.organization.slug}-a`, "Tq8VnU2yJ5kLwE0xRb3mZs7c"];
    const head = `id,secret,about\n${id},${whole},log in with `;
    const refused = { code: 1, results: ["refused"], reasons: [expect.stringMatching(/^about stands last in a line/)] };
    expect(await bring(head + whole.slice(0, length), ...TABLE, mapping)).toMatchObject(refused);
    expect(await bring(`${head}it\n`, ...TABLE, mapping)).toMatchObject({ code: 0, results: ["created"] });
    expect(await bring(head + whole.slice(0, length), ...TABLE, mapping)).toMatchObject(refused);
    expect(await bring(`${head}it`, ...TABLE, mapping)).toMatchObject({ code: 0, results: ["unchanged"] });
  });

  it("is none where a line before its end has none", async () => {
    const { code, end, results } = await bring(`{"client_id": [\n${registration("a")}\n`, "--from", "rfc7591");
    expect([code, end, results]).toEqual([1, undefined, ["refused", "created"]]);
  });
});
