import { createHash } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { DomainError } from "../../src/model/domain-error.js";
import type { BroughtSecret } from "../../src/services/imports/brought-client.js";
import { clientOf } from "../importing/support.js";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import { startTestGateway, type TestGateway, type TestOrganization } from "../support/gateway/gateway.js";
import { broughtClient, importClient, inClear } from "../support/organization/brought-clients.js";
import { importText } from "../support/processes/import-command.js";

const HOUR_MS = 3_600_000;

const hexOf = (text: string) => createHash("sha256").update(text).digest("hex");
const inHash = (text: string, expiresAt: Date | null = null): BroughtSecret => ({
  ...{ form: "hash", text: `{sha256-hex}${hexOf(text)}`, expiresAt },
});
const unread = (text: string): BroughtSecret => ({
  ...{ form: "unread", text, expiresAt: null },
  refusal: DomainError.invalidField("secret", "form", "secret is a secret or the hash of one"),
});

const NAME = "query ($clientId: String!) { oauthApplication(clientId: $clientId) { name } }";
const RENAME =
  "mutation ($input: UpdateOAuthApplicationInput!) { updateOAuthApplication(input: $input) { oauthApplication { name } } }";

const STALE = expect.stringMatching(/^The line has a secret that does not work here/);
const CHANGED = expect.stringMatching(
  /^clientSecret does not work here: it was stopped here, or set at its source since it came/,
);

describe.each(DATABASE_KINDS)("what a report says of secrets, on %s", (kind) => {
  let gateway: TestGateway;
  let organization: TestOrganization;
  let clientId: string;

  beforeAll(async () => {
    gateway = await startTestGateway(kind);
  });
  beforeEach(async () => {
    organization = await gateway.organization();
    ({ clientId } = broughtClient());
  });
  afterAll(() => gateway.stop());

  /** Imports the client with these secrets, which are all that changes of its line. */
  const bring = (...secrets: BroughtSecret[]) =>
    importClient(gateway, organization, broughtClient({ clientId, secrets }));
  const notesOf = async (...secrets: BroughtSecret[]) => {
    const { result, notes } = await bring(...secrets);
    expect(result).toBe("unchanged");
    return notes;
  };
  const works = async (secret: string) => (await organization.admin.verify(clientId, secret)).active;
  const idOf = async () =>
    (
      await organization.owner.ok("query ($clientId: String!) { oauthApplication(clientId: $clientId) { id } }", {
        clientId,
      })
    ).oauthApplication.id;

  it("counts as lacking a secret only who is to authenticate: not what is disabled, nor has a grant", async () => {
    const settings = { grantTypes: [] };
    const brought = [{ enabled: true }, { enabled: false }, { settings }].map((more) =>
      importClient(gateway, organization, broughtClient({ secrets: [], ...more })),
    );
    const items = await Promise.all(brought);
    expect(items.map(({ lacksSecret }) => lacksSecret)).toEqual([true, false, false]);
    for (const { notes } of items) expect(notes).toEqual([expect.stringMatching(/^It has no secret that works here/)]);
  });

  describe("of which none works any more", () => {
    const HAD = "It has no secret that works here, and had some: a rotation issues one, and an import none.";
    const change = async (changes: string) =>
      organization.owner.ok(
        `mutation { updateOAuthApplication(input: { oauthApplicationId: "${await idOf()}", ${changes} }) { oauthApplication { id } } }`,
      );

    it("says that those which the line brings by now do not work, and that no import brings any", async () => {
      const soon = new Date(gateway.now() + HOUR_MS);
      await bring(inClear("current-secret-D1", soon), inClear("previous-secret-D1", soon));
      gateway.advance(HOUR_MS);
      expect(await notesOf(inClear("another-secret-D1"), inClear("current-secret-D1", soon))).toEqual([
        `previousClientSecret had ended on ${soon.toISOString()}, and does not work here.`,
        STALE,
        HAD,
      ]);
      expect(await notesOf(inClear("another-secret-D1"))).toEqual([STALE, HAD]);
      expect(await notesOf(inHash("another-secret-D1"))).toEqual([STALE, HAD]);
      expect(await notesOf()).toEqual([HAD]);
      expect(await works("another-secret-D1")).toBe(false);
    });

    it("says the same of a client that was public here meanwhile, which stopped its secrets", async () => {
      await bring(inClear("of-a-public-client-D2"));
      await change("public: true, grantTypes: [REFRESH_TOKEN]");
      const secrets = [inClear("of-a-public-client-D2")];
      const settings = { name: "Renamed", public: false };
      const line = broughtClient({ clientId, secrets, settings });
      const { result, notes } = await importClient(gateway, organization, line);
      expect(result).toBe("updated");
      expect(notes).toEqual([
        expect.stringMatching(/^The line has changed; set by it: public/),
        expect.stringMatching(/^Overwritten, .*: public/),
        ...[STALE, HAD],
      ]);
      expect(await works("of-a-public-client-D2")).toBe(false);
    });
  });

  describe("with ends", () => {
    it("says of one that has ended at its source, and works here, that it does", async () => {
      const past = new Date(gateway.now() - HOUR_MS);
      await bring(inClear("without-an-end-A1"));
      expect(await notesOf(inClear("without-an-end-A1", past))).toEqual([
        `clientSecret has ended at its source on ${past.toISOString()}, and still works here without an end: stop it here, by a rotation or by ending the one that is open.`,
      ]);
      expect(await works("without-an-end-A1")).toBe(true);
      await organization.owner.rotate(await idOf(), { previousSecret: "REVOKE" });
      expect(await notesOf(inClear("without-an-end-A1", past))).toEqual([]);
    });

    it("says the same of one of which there is only a hash, before and after its first use", async () => {
      const past = new Date(gateway.now() - HOUR_MS);
      await bring(inHash("hashed-secret-A1"));
      const ended = [
        expect.stringMatching(/^clientSecret has ended at its source on .* still works here without an end/),
      ];
      expect(await notesOf(inHash("hashed-secret-A1", past))).toEqual(ended);
      expect(await works("hashed-secret-A1")).toBe(true);
      expect(await notesOf(inHash("hashed-secret-A1", past))).toEqual(ended);
    });

    it("names an end that is to come and that it does not have here", async () => {
      const [soon, later] = [1, 2].map((hours) => new Date(gateway.now() + hours * HOUR_MS)) as [Date, Date];
      await bring(inClear("ends-at-its-source-A1"));
      expect(await notesOf(inClear("ends-at-its-source-A1", soon))).toEqual([
        `clientSecret ends at its source on ${soon.toISOString()}, and works here without an end: rotate it by then, once its client has moved over, or before with previousSecret: KEEP.`,
      ]);
      ({ clientId } = broughtClient());
      await bring(inClear("ends-later-A1", later));
      const stops = expect.stringMatching(`^The current secret stops on ${later.toISOString()}`);
      expect(await notesOf(inClear("ends-later-A1", later))).toEqual([stops]);
      expect(await notesOf(inClear("ends-later-A1", soon))).toEqual([
        expect.stringMatching(
          `^clientSecret ends at its source on ${soon.toISOString()}, and works here until ${later.toISOString()}:`,
        ),
        stops,
      ]);
      expect(await notesOf(inClear("ends-later-A1", new Date(later.getTime() + 1)))).toEqual([stops]);
    });

    it("does not say of a previous one that it was left out while it works", async () => {
      const past = new Date(gateway.now() - HOUR_MS);
      await bring(inClear("current-secret-A1"), inClear("previous-secret-A1"));
      expect(await notesOf(inClear("current-secret-A1"), inClear("previous-secret-A1", past))).toEqual([
        expect.stringMatching(/^previousClientSecret has ended at its source on .* still works here without an end/),
        expect.stringMatching(/^The previous secret has no end/),
      ]);
      expect(await works("previous-secret-A1")).toBe(true);
    });

    it.each([
      [7200, "the previous one works for 7200 seconds more."],
      [null, "both work until the rotation is completed here (completeSecretRotation)."],
    ])("says what ends in a rotation that a first use is to confirm, with an overlap of %s", async (seconds, then) => {
      await bring(inClear("previous-secret-A1"));
      const answer = await organization.owner.rotate(await idOf(), {
        ...{ previousSecret: "CONFIRM", confirmWithinSeconds: 3600, overlapSeconds: seconds ?? 7200 },
      });
      if (seconds === null) {
        await organization.owner.ok(
          `mutation ($id: ID!) {
            updateSecretRotation(input: { oauthApplicationId: $id, overlapSeconds: null }) { oauthApplication { id } } }`,
          { id: await idOf() },
        );
      }
      const [note = "", ...others] = await notesOf(inClear("previous-secret-A1"));
      expect(others).toEqual([]);
      const [, confirmBy = "", rest] =
        /^The current secret stops on (\S+) unless it is used here before; from its first use on (.*)$/.exec(note) ??
        [];
      expect([Date.parse(confirmBy) > gateway.now(), rest]).toEqual([true, then]);
      expect(await works(answer.data.rotateSecret.clientSecret)).toBe(true);
      const [after] = await notesOf(inClear("previous-secret-A1"));
      expect(after).toMatch(seconds === null ? /^The previous secret has no end/ : /^The previous secret stops on/);
    });

    it("says of one that had ended before it came that it does not work", async () => {
      const past = new Date(gateway.now() - HOUR_MS);
      const { result, notes } = await bring(inClear("current-secret-A1"), inClear("previous-secret-A1", past));
      const ended = `previousClientSecret had ended on ${past.toISOString()}, and does not work here.`;
      expect([result, notes]).toEqual(["created", [ended]]);
      expect(await works("previous-secret-A1")).toBe(false);
      expect(await notesOf({ ...inClear("previous-secret-A1", past), isPrevious: true })).toEqual([ended]);
      ({ clientId } = broughtClient());
      await bring();
      expect(await notesOf(inClear("came-too-late-A1", past))).toEqual([
        `clientSecret had ended on ${past.toISOString()}, and does not work here.`,
        expect.stringMatching(/^It has no secret that works here: .* an import that brings its first\.$/),
      ]);
    });
  });

  describe("beside each other, while a rotation is open", () => {
    const FIRST = "complete the open rotation (completeSecretRotation) first, then rotate it";
    const COMPLETE = "complete the open rotation (completeSecretRotation)";
    const MOVED = "once its client has moved over, or before with previousSecret: KEEP";
    const capital = (text: string) => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;

    it("says what replaces the current one, and what ends the previous one, of weak ones that end sooner there", async () => {
      const weak = (text: string, end?: Date) => ({ ...inClear(text, end), weakness: `${text} is weak: short` });
      const soon = new Date(gateway.now() + HOUR_MS);
      await bring(weak("current-A1"), weak("previous-A1"));
      expect(await notesOf(weak("current-A1", soon), weak("previous-A1", soon))).toEqual([
        `current-A1 is weak: short. ${capital(FIRST)} ${MOVED}.`,
        `previous-A1 is weak: short. ${capital(COMPLETE)} once its client has moved over.`,
        expect.stringMatching(
          `^clientSecret ends at its source .*: ${FIRST} by then, ${MOVED}.$`.replace(/[()]/g, "\\$&"),
        ),
        expect.stringMatching(/^previousClientSecret ends at its source .*: complete the rotation here/),
        expect.stringMatching(/^The previous secret has no end/),
      ]);
    });

    it("says it of those that were read otherwise", async () => {
      await bring(inClear(hexOf("the-current-A1")), inClear(hexOf("the-previous-A1")));
      expect((await notesOf(inHash("the-current-A1"), inHash("the-previous-A1"))).slice(0, 2)).toEqual([
        expect.stringContaining(`If it is one, ${FIRST}, and give the new secret to its client.`),
        expect.stringContaining(`If it is one, ${COMPLETE}.`),
      ]);
      ({ clientId } = broughtClient());
      await bring(inHash("the-current-A1"), inHash("the-previous-A1"));
      const inClearNow = [inClear(hexOf("the-current-A1")), inClear(hexOf("the-previous-A1"))];
      expect((await notesOf(...inClearNow)).slice(0, 2)).toEqual([
        expect.stringContaining(`If there is none, ${FIRST}.`),
        expect.stringContaining(`If there is none, ${COMPLETE}.`),
      ]);
    });

    it("says it of what is no secret, and of the client id", async () => {
      const line = { client_id: clientId, client_secret: "REDACTED", grant_types: ["client_credentials"] };
      const text = JSON.stringify(line);
      const notesOfLine = async () =>
        (await importText(gateway.database.env, organization, text, "--from", "rfc7591")).report[0].notes;
      const secrets = [inClear(clientId), inClear("REDACTED")];
      await importClient(gateway, organization, broughtClient({ clientId, secrets }), {
        source: "rfc7591",
        line: text,
      });
      const known = "The client id works here as a secret, and everybody may know it";
      expect(await notesOfLine()).toEqual(
        expect.arrayContaining([
          `client_secret only stands for a secret, and what stands there works here as one: ${COMPLETE}.`,
          `${known}: ${FIRST} at once or, where its client uses it, ${MOVED}.`,
        ]),
      );
    });

    it("says it of an address that has one in it, and stays", async () => {
      const secret = "a-secret-in-an-address-A1";
      const redirectUris = [`https://app.example.com/${secret}/cb`];
      const client = broughtClient({ clientId, secrets: [inClear(secret), inClear("previous-A1")] });
      await importClient(gateway, organization, client);
      await organization.owner.ok(RENAME, { input: { oauthApplicationId: await idOf(), redirectUris } });
      Object.assign(client.settings, { redirectUris });
      const { notes } = await importClient(gateway, organization, client, { line: "with it" });
      expect(notes).toContainEqual(
        expect.stringContaining(`remove it here, or ${COMPLETE} first, then rotate the secret ${MOVED}.`),
      );
    });
  });

  describe("of which only hashes came", () => {
    it("says nothing while a hash is the one that came, before and after its first use", async () => {
      await bring(inHash("hashed-secret-A1"));
      expect(await notesOf(inHash("hashed-secret-A1"))).toEqual([]);
      expect(await works("hashed-secret-A1")).toBe(true);
      expect(await notesOf(inHash("hashed-secret-A1"))).toEqual([]);
      expect(await notesOf(unread(hexOf("hashed-secret-A1")))).toEqual([]);
    });

    it("says of another hash that its secret may not work here, before and after the first use", async () => {
      await bring(inHash("hashed-secret-A1"));
      expect(await notesOf(inHash("rotated-at-its-source-A1"))).toEqual([CHANGED]);
      expect(await works("rotated-at-its-source-A1")).toBe(false);
      expect(await works("hashed-secret-A1")).toBe(true);
      for (const another of [inHash("another-one-A1"), unread(hexOf("another-one-A1"))]) {
        expect(await notesOf(another)).toEqual([CHANGED]);
      }
      expect(await notesOf(inHash("hashed-secret-A1"))).toEqual([]);
    });

    it("says of a hash whose secret was stopped here that it does not work", async () => {
      await bring(inHash("hashed-secret-A1"));
      await organization.owner.rotate(await idOf(), { previousSecret: "REVOKE" });
      expect(await notesOf(inHash("hashed-secret-A1"))).toEqual([STALE]);
      expect(await notesOf(unread(hexOf("hashed-secret-A1")))).toEqual([STALE]);
    });

    it("says nothing of a hash from before it was kept from what a secret was taken", async () => {
      await bring(inHash("hashed-secret-A1"));
      expect(await works("hashed-secret-A1")).toBe(true);
      const reading = JSON.stringify({ mapping: null, grants: null, waitingForHttp: 0 });
      await gateway.database.query(
        `UPDATE imported_clients SET reading = '${reading}' WHERE oauth_application_id = '${await idOf()}'`,
      );
      expect(await notesOf(inHash("another-one-A1"))).toEqual([]);
      expect(await notesOf(inClear("another-one-A1"))).toEqual([STALE]);
    });

    it("says that only a use will tell, where the line has a secret in clear by now", async () => {
      await bring(inHash("hashed-secret-A1"));
      expect(await notesOf(inClear("hashed-secret-A1"))).toEqual([expect.stringMatching(/shows when it is used\.$/)]);
      expect(await works("hashed-secret-A1")).toBe(true);
      expect(await notesOf(inClear("hashed-secret-A1"))).toEqual([]);
    });
  });

  describe("that their line has no more", () => {
    const GONE = (until: string) =>
      `The line no longer has the previous secret, which works here${until}: complete the rotation here (completeSecretRotation) if it is stopped there.`;
    const byKey = () =>
      importClient(gateway, organization, broughtClient({ clientId, secrets: [], presentsKey: true }));
    const ANOTHER_PROOF = expect.stringMatching(
      /^By its line the client authenticates by something else than a secret/,
    );

    it("says of a previous one that it still works here, until the rotation is completed", async () => {
      const ends = new Date(gateway.now() + HOUR_MS);
      await bring(inClear("current-secret-B1"), inClear("previous-secret-B1", ends));
      const gone = [GONE(` until ${ends.toISOString()}`)];
      expect(await notesOf(inClear("current-secret-B1"))).toEqual(gone);
      expect(await notesOf(inClear("current-secret-B1"))).toEqual(gone);
      expect(await works("previous-secret-B1")).toBe(true);
      expect(await notesOf(inClear("current-secret-B1"), inClear("previous-secret-B1", ends))).toEqual([
        expect.stringMatching(/^The previous secret stops on/),
      ]);
      const complete = `mutation ($id: ID!) { completeSecretRotation(input: { oauthApplicationId: $id, force: true }) { oauthApplication { id } } }`;
      await organization.owner.ok(complete, { id: await idOf() });
      expect(await notesOf(inClear("current-secret-B1"))).toEqual([]);
    });

    it("says so of hashes, before and after their first use, and of one that has no end", async () => {
      await bring(inHash("current-secret-B2"), inHash("previous-secret-B2"));
      const both = [inHash("current-secret-B2"), inHash("previous-secret-B2")];
      const endless = [expect.stringMatching(/^The previous secret has no end/)];
      for (const _time of ["before", "after"]) {
        expect(await notesOf(inHash("current-secret-B2"))).toEqual([GONE(" without an end")]);
        expect(await notesOf(...both)).toEqual(endless);
        expect(await works("previous-secret-B2")).toBe(true);
        expect(await works("current-secret-B2")).toBe(true);
      }
    });

    it("says nothing of it where the line has it as its only one, has none at all, or only a use would tell", async () => {
      await bring(inHash("current-secret-B3"), inHash("previous-secret-B3"));
      const said = [
        await notesOf(),
        await notesOf(inHash("previous-secret-B3")),
        await notesOf(inClear("current-secret-B3"), inClear("previous-secret-B3")),
      ];
      expect(said.flat().filter((note) => note.startsWith("The line no longer has"))).toEqual([]);
    });

    it("says nothing of one that is among several which Hydra has rotated out", async () => {
      const bringFromHydra = (secrets: "plain" | "sha256-hex", ...texts: string[]) => {
        const [client_secret, ...rotated_secrets] = secrets === "plain" ? texts : texts.map(hexOf);
        const client = clientOf("hydra", { client_id: clientId, client_secret, rotated_secrets }, { secrets });
        return importClient(gateway, organization, client, { source: "hydra" });
      };
      for (const reading of ["plain", "sha256-hex"] as const) {
        ({ clientId } = broughtClient());
        expect(
          await bringFromHydra(reading, "the-current-secret-B6", "the-second-secret-B6", "the-first-secret-B6"),
        ).toMatchObject({
          ...{ result: "refused", reason: expect.stringMatching(/^rotated_secrets has 2 secrets that work there/) },
        });
        await bringFromHydra(reading, "the-current-secret-B6", "the-first-secret-B6");
        expect(
          (await bringFromHydra(reading, "the-current-secret-B6", "the-second-secret-B6", "the-first-secret-B6")).notes,
        ).toEqual([
          expect.stringMatching(
            /^rotated_secrets does not work here: it was stopped here, or set at its source since it came/,
          ),
          expect.stringMatching(/^The previous secret has no end/),
        ]);
      }
    });

    it("says nothing of one that came as the current one and was rotated here", async () => {
      await bring(inClear("current-secret-B4"));
      await organization.owner.rotate(await idOf());
      expect(await notesOf(inClear("current-secret-B4"))).toEqual([
        expect.stringMatching(/^The previous secret stops on/),
      ]);
      expect(await notesOf(inClear("another-secret-B4"))).toEqual([
        STALE,
        expect.stringMatching(/^The previous secret stops on/),
      ]);
    });

    it("says of a client that presents a key by now that the one which came before works here, until it is retired", async () => {
      await bring(inClear("of-a-client-with-a-key-B5"));
      for (const _time of ["first", "again"]) expect((await byKey()).notes).toEqual([ANOTHER_PROOF]);
      expect(await works("of-a-client-with-a-key-B5")).toBe(true);
      await organization.owner.rotate(await idOf(), { previousSecret: "REVOKE" });
      expect((await byKey()).notes).toEqual([]);
    });
  });

  describe("that were read otherwise before", () => {
    it("says of hashes that were taken as secrets that they are what works here", async () => {
      await bring(inClear(hexOf("the-secret-A1")));
      const notes = await notesOf(inHash("the-secret-A1"));
      expect(notes).toEqual([
        expect.stringMatching(/^clientSecret is read as a hash now and came as a secret in clear/),
      ]);
      expect([await works("the-secret-A1"), await works(hexOf("the-secret-A1"))]).toEqual([false, true]);
      expect(await notesOf(inHash("the-secret-A1"))).toEqual(notes);
      expect(await notesOf(unread(hexOf("the-secret-A1")))).toEqual([]);
    });

    it("says of secrets that were taken as hashes what works here, before and after its first use", async () => {
      await bring(inHash("the-secret-A1"));
      const notes = [expect.stringMatching(/^clientSecret is read in clear now and came as a hash/)];
      expect(await notesOf(inClear(hexOf("the-secret-A1")))).toEqual(notes);
      expect([await works(hexOf("the-secret-A1")), await works("the-secret-A1")]).toEqual([false, true]);
      expect(await notesOf(inClear(hexOf("the-secret-A1")))).toEqual(notes);
    });
  });

  it.each([
    [
      "a word for nothing",
      () => "None",
      "client_secret only stands for a secret, and what stands there works here as one: rotate it.",
    ],
    [
      "a mask",
      () => "REDACTED",
      "client_secret only stands for a secret, and what stands there works here as one: rotate it.",
    ],
    [
      "a mask behind Spring's prefix",
      () => "{noop}REDACTED",
      "client_secret only stands for a secret, and what stands there works here as one: rotate it.",
    ],
    [
      "a password that Django calls unusable",
      () => "!RqXg1Jm5dPZzk0sXy3o2WvTn8LbQhYc7Uf4aEi9G",
      "client_secret only stands for a secret, and what stands there works here as one: rotate it.",
    ],
    [
      "the client id",
      () => clientId,
      "The client id works here as a secret, and everybody may know it: rotate it at once or, where its client uses it, once its client has moved over, or before with previousSecret: KEEP.",
    ],
  ])(
    "says of what is no secret, and an earlier version took as one, that it works here: %s",
    async (_what, textOf, note) => {
      const line = { client_id: clientId, client_secret: textOf(), grant_types: ["client_credentials"] };
      const notesOfLine = async () => {
        const { env } = gateway.database;
        const { report } = await importText(env, organization, JSON.stringify(line), "--from", "rfc7591");
        return (report[0].notes ?? []) as string[];
      };
      const taken = textOf().replace("{noop}", "");
      await importClient(gateway, organization, broughtClient({ clientId, secrets: [inClear(taken)] }), {
        ...{ source: "rfc7591", line: JSON.stringify(line) },
      });
      expect(await works(taken)).toBe(true);
      expect(await notesOfLine()).toContain(note);
      await organization.owner.rotate(await idOf(), { previousSecret: "REVOKE" });
      expect(await notesOfLine()).not.toContain(note);
    },
  );

  it("names the option by which comes as a secret what looks like a mask, also of a line that is here already", async () => {
    const secret = "Winter-2024-Shop***";
    const line = JSON.stringify({ client_id: clientId, client_secret: secret, grant_types: ["client_credentials"] });
    const itemBy = async (...args: string[]) => {
      const { report } = await importText(gateway.database.env, organization, line, "--from", "rfc7591", ...args);
      const { result, notes = [] } = report[0];
      return { result, notes: (notes as string[]).filter((note) => /secret|line/.test(note)) };
    };
    const asks = expect.stringMatching(
      /^client_secret looks like .* and was not taken: --secrets plain takes it as one\.$/,
    );
    expect(await itemBy()).toEqual({ result: "created", notes: expect.arrayContaining([asks]) });
    const name = "Renamed here";
    await organization.owner.ok(RENAME, { input: { oauthApplicationId: await idOf(), name } });
    expect(await itemBy()).toEqual({ result: "unchanged", notes: expect.arrayContaining([asks]) });
    const takes = {
      result: "updated",
      notes: [
        "The line is the same, and what has changed is what can be told of its secrets.",
        "Its first secret came, in clear.",
      ],
    };
    expect(await itemBy("--secrets", "plain", "--dry-run")).toEqual(takes);
    expect(await works(secret)).toBe(false);
    expect(await itemBy("--secrets", "plain")).toEqual(takes);
    expect(await works(secret)).toBe(true);
    expect((await organization.owner.ok(NAME, { clientId })).oauthApplication).toEqual({ name });
    expect(await itemBy("--secrets", "plain")).toEqual({ result: "unchanged", notes: [] });
    expect(await itemBy()).toEqual({
      result: "unchanged",
      notes: [
        "client_secret looks like what only stands for a secret, and works here as a secret: rotate it if it is none.",
      ],
    });
  });

  it("brings none by an option to an application that was made public here", async () => {
    const line = JSON.stringify({ clientId, secret: "Winter-2024-Shop***", protocol: "openid-connect" });
    const options = [gateway.database.env, organization, `{"clients":[${line}]}`, "--from", "keycloak"] as const;
    await importText(...options);
    const input = { oauthApplicationId: await idOf(), public: true };
    await organization.owner.ok(RENAME, { input });
    const { report } = await importText(...options, "--secrets", "plain");
    expect(report[0]).toMatchObject({ result: "unchanged" });
  });

  it("brings no secret by an option where one was issued meanwhile", async () => {
    const line = JSON.stringify({ client_id: clientId, client_secret: "Winter-2024-Shop***" });
    const options = [gateway.database.env, organization, line, "--from", "rfc7591"] as const;
    await importText(...options);
    await organization.owner.rotate(await idOf());
    const { report } = await importText(...options, "--secrets", "plain");
    expect(report[0]).toMatchObject({ result: "unchanged" });
    expect(await works("Winter-2024-Shop***")).toBe(false);
  });

  it("names clients that have a secret in common for as long as it works with both", async () => {
    const { clientId: other } = broughtClient();
    const shared = "shared-by-two-clients-A1";
    const lines = [clientId, other].map((id) => JSON.stringify({ client_id: id, client_secret: shared }));
    const sharedNotes = async () => {
      const args = ["--from", "rfc7591", "--scopes", "read"];
      const { report } = await importText(gateway.database.env, organization, lines.join("\n"), ...args);
      return report.at(-1).notes ?? [];
    };
    const named = [
      {
        clients: 1,
        note: expect.stringContaining(
          `${other} (that of ${clientId}). Rotate it of each, once its client has moved over, or before with previousSecret: KEEP; where a rotation is open, complete that first.`,
        ),
      },
    ];
    for (const _time of ["first", "again"]) expect(await sharedNotes()).toEqual(named);
    await organization.owner.rotate(await idOf(), { previousSecret: "REVOKE" });
    expect(await sharedNotes()).toEqual([]);
    expect((await organization.admin.verify(other, shared)).active).toBe(true);
  });

  it.each<[string, BroughtSecret[], string[]]>([
    ["a secret in clear", [inClear("came-later-A1")], ["Its first secret came, in clear."]],
    ["a hash", [inHash("came-later-A1")], ["Its first secret came, as a hash."]],
    ["two", [inClear("current-A1"), inHash("previous-A1")], ["Its first secrets came, in clear and as a hash."]],
  ])("says once that the first came, and as what: %s", async (_what, secrets, came) => {
    await bring();
    const { result, notes } = await bring(...secrets);
    const [change, ...others] = notes.filter((note) => !note.startsWith("The previous secret"));
    expect([result, change, others]).toEqual(["updated", expect.stringMatching(/^The line has changed/), came]);
    expect((await notesOf(...secrets)).filter((note) => !note.startsWith("The previous secret"))).toEqual([]);
  });

  it("keeps nothing of a value from which somebody could check a guess, and shows none", async () => {
    await bring(inHash("hashed-secret-A1"));
    const rows = await gateway.database.query("SELECT reading FROM imported_clients");
    const answers = JSON.stringify([rows, await bring(inHash("another-one-A1")), await bring(inClear(hexOf("x")))]);
    for (const text of ["hashed-secret-A1", hexOf("hashed-secret-A1"), hexOf("another-one-A1"), hexOf("x")]) {
      expect(answers).not.toContain(text);
    }
  });
});
