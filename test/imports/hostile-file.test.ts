import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runCommandLine } from "../../src/command-line/command-line.js";
import madeElsewhere from "../foreign-hashes/made-elsewhere.json" with { type: "json" };
import { DATABASE_KINDS } from "../support/databases/databases.js";
import type { TestGateway } from "../support/gateway/gateway.js";
import { createClient, requestToken, startOauthGateway } from "../support/oauth/oauth-endpoints.js";
import { UNWATCHED } from "../support/processes/command.js";
import { importText } from "../support/processes/import-command.js";

const MIB = 2 ** 20;
const MASKS = ["**********", "[REDACTED]", `$${"{vault.secret}"}`, ""];
const MASKED = 1000;
const LONG_MIB = 256;
/** What the collector may leave for a while. */
const SPARE_MIB = 128;

const bcrypt = madeElsewhere.hashes.find(({ kind }) => kind === "bcrypt 2b")?.hash ?? "";
const django = madeElsewhere.hashes.find(({ kind }) => kind === "PBKDF2-SHA256, Django")?.hash ?? "";

const registration = (client_id: string, client_secret: string) =>
  JSON.stringify({
    ...{ client_id, client_name: client_id, client_secret, scope: "orders" },
    grant_types: ["client_credentials"],
  });

/** The most resident memory that was seen. */
class Memory {
  private readonly before = process.memoryUsage.rss();
  private most = 0;

  look(): void {
    this.most = Math.max(this.most, process.memoryUsage.rss());
  }

  get grownMib(): number {
    return (this.most - this.before) / MIB;
  }
}

describe.each(DATABASE_KINDS)("a hostile file, on %s", (kind) => {
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await startOauthGateway(kind);
  });
  afterAll(() => gateway.stop());

  it("harms nothing, needs little memory for a line of 256 MiB, and each refusal is named", async () => {
    const { slug, developer } = await gateway.organization();
    const other = await gateway.organization();
    const [mine, theirs, gone] = [
      await createClient(developer),
      await createClient(other.developer),
      await createClient(other.developer),
    ];
    await other.owner.ok(
      `mutation { deleteOAuthApplication(input: { oauthApplicationId: "${gone.id}" }) { deletedId } }`,
    );
    const rows = async () => [
      await gateway.database.query(
        `SELECT * FROM oauth_applications WHERE id IN ('${mine.id}', '${theirs.id}', '${gone.id}') ORDER BY id`,
      ),
      await gateway.database.query(
        `SELECT * FROM client_secrets WHERE oauth_application_id IN ('${mine.id}', '${theirs.id}') ORDER BY id`,
      ),
    ];
    const before = await rows();
    const memory = new Memory();
    async function* pieces() {
      const lines = [
        registration("dear-bcrypt", bcrypt.replace("$05$", "$31$")),
        registration("dear-pbkdf2", django.replace(/\$\d+\$/, "$1000000000$")),
        `{"client_id": "deep", "contacts": ${"[".repeat(100)}${"]".repeat(100)}}`,
        `{"client_id": "deeper", "contacts": ${"[".repeat(MIB / 2)}1`,
        registration("twin", "secret-of-the-first-twin-A1"),
        registration("twin", "secret-of-the-second-twin-A1"),
        registration(theirs.clientId, "chosen-by-a-stranger-A1"),
        registration(gone.clientId, "chosen-by-a-stranger-A1"),
        registration(mine.clientId, "chosen-by-a-stranger-A1"),
      ];
      yield Buffer.from(`${lines.join("\n")}\n{"client_id": "long`);
      for (let piece = 0; piece < LONG_MIB; piece++) {
        memory.look();
        yield Buffer.alloc(MIB, "x");
      }
      yield Buffer.from('"}\n');
      for (let n = 0; n < MASKED; n++) {
        yield Buffer.from(`${registration(`masked-${n}`, MASKS[n % MASKS.length] ?? "")}\n`);
      }
      yield Buffer.from(registration("last", "secret-of-the-last-one-A1"));
    }
    const printed: string[] = [];
    const code = await runCommandLine(["import", "-", "--organization", slug, "--from", "rfc7591"], {
      ...UNWATCHED,
      env: gateway.database.env,
      pieces,
      print: (line) => printed.push(line),
      write: (text) => printed.push(text),
    });
    const report = printed.map((line) => JSON.parse(line));
    expect([code, report.at(-1)]).toEqual([
      1,
      {
        summary: expect.objectContaining({ lines: MASKED + 11, created: MASKED + 2, refused: 9 }),
        secrets: { clear: 2, hashed: 0 },
        dryRun: false,
      },
    ]);
    const [masked, others] = [report.slice(10, -2), [...report.slice(0, 10), report.at(-2)]];
    expect(others.map(({ line, clientId, result, reason }) => [line, clientId, result, reason])).toEqual([
      [1, "dear-bcrypt", "refused", expect.stringMatching(/^client_?[sS]ecret must have a bcrypt cost of 4 to 14$/)],
      [2, "dear-pbkdf2", "refused", expect.stringMatching(/^client_?[sS]ecret must have 1 to 5000000 PBKDF2 rounds$/)],
      [3, null, "refused", expect.stringMatching(/nested at most 33 levels deep$/)],
      [4, null, "refused", expect.stringMatching(/nested at most 33 levels deep$/)],
      [5, "twin", "created", undefined],
      [6, "twin", "refused", "An earlier item of the file has this client id."],
      [7, theirs.clientId, "refused", "This client id is taken."],
      [8, gone.clientId, "refused", "This client id is taken."],
      [9, mine.clientId, "refused", expect.stringMatching(/not imported from this source. It stays as it is.$/)],
      [10, null, "refused", expect.stringMatching(/at most 1048576 bytes$/)],
      [MASKED + 11, "last", "created", undefined],
    ]);
    expect(masked.every(({ result }) => result === "created")).toBe(true);
    expect(
      masked.filter(({ notes = [] }) => notes.some((note: string) => /only stands for a secret/.test(note))),
    ).toHaveLength((MASKED / MASKS.length) * (MASKS.length - 1));
    expect(await rows()).toEqual(before);
    // Those of the three that were here, and of the two that came with one.
    const [secrets] = await gateway.database.query("SELECT COUNT(*) AS count FROM client_secrets");
    expect(Number(secrets?.count)).toBe(2 + 2);
    for (const [clientId, clientSecret, status] of [
      [mine.clientId, mine.clientSecret, 200],
      [theirs.clientId, theirs.clientSecret, 200],
      ["twin", "secret-of-the-first-twin-A1", 200],
      ["last", "secret-of-the-last-one-A1", 200],
      ["twin", "secret-of-the-second-twin-A1", 401],
      [theirs.clientId, "chosen-by-a-stranger-A1", 401],
      ...MASKS.filter((mask) => mask !== "").map((mask, n) => [`masked-${n}`, mask, 401] as const),
    ] as const) {
      expect([clientId, (await requestToken(gateway.url, { clientId, clientSecret })).status]).toEqual([
        clientId,
        status,
      ]);
    }
    expect(memory.grownMib).toBeLessThan(SPARE_MIB);
  });

  it("takes no other organization's application by its id", async () => {
    const { slug } = await gateway.organization();
    const other = await gateway.organization();
    const theirs = await createClient(other.developer);
    const before = await gateway.database.query("SELECT * FROM oauth_applications ORDER BY id");
    const line = JSON.stringify({ id: theirs.id, clientId: "brought-under-their-id", name: "Mine" });
    const { code, report } = await importText(gateway.database.env, { slug }, line, "--from", "own");
    const reason = expect.stringContaining("The id of the application is taken.");
    expect([code, report[0]]).toMatchObject([1, { result: "refused", reason }]);
    expect(await gateway.database.query("SELECT * FROM oauth_applications ORDER BY id")).toEqual(before);
  });
});
