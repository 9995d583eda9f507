import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { ID_PREFIX, newId } from "../../src/model/identifier.js";
import { newSecret } from "../../src/model/secret.js";
import type { BroughtClient } from "../../src/services/imports/brought-client.js";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import { startTestGateway, type TestGateway, type TestOrganization } from "../support/gateway/gateway.js";
import { listEvents } from "../support/organization/audit-events.js";
import { broughtClient, importClient } from "../support/organization/brought-clients.js";
import { carrying } from "../support/organization/carried-secrets.js";
import { changed, read } from "../support/organization/oauth-applications.js";

const HOUR_MS = 3_600_000;
const CONFIRMED = expect.stringMatching(/^The current secret was used meanwhile at the gateway that it came from/);
const OTHER_DIGEST = (own: string) => ({ text: own.replace(/[^$]{43}$/, "A".repeat(43)) });
/** No rotation begins beside it, but for one that would stop both. */
const COMPLETE = expect.stringMatching(
  /^previousClientSecret ends at its source on .*, and works here without an end: complete the rotation here \(completeSecretRotation\) by then, once its client has moved over\.$/,
);
const NAMED = "secrets { id status expiresAt } rotation { endsAt confirmBy confirmedAt } version";

/** The client uses its new secret at the first gateway after the export, and throws the previous one away. */
describe.each(DATABASE_KINDS)(
  "a rotation that waits for its first use, exported and then confirmed there, on %s",
  (kind) => {
    let gateway: TestGateway;
    let acme: TestOrganization;
    let id: string;
    let current: string;
    let previous: string;
    let waiting: BroughtClient;
    let confirmed: BroughtClient;

    beforeAll(async () => {
      gateway = await startTestGateway(kind);
    });
    beforeEach(async () => {
      acme = await gateway.organization();
      [current, previous] = [newSecret("ogs_"), newSecret("ogs_")];
      const now = gateway.now();
      id = newId(ID_PREFIX.oauthApplication, now);
      const carried = await carrying(gateway);
      const confirmBy = new Date(now + HOUR_MS);
      const older = carried(id, previous, now - HOUR_MS);
      const state = { confirmBy, nextOverlapSeconds: 600 };
      const newer = { ...carried(id, current, now - 1000, state), expiresAt: confirmBy };
      waiting = broughtClient({ id, secrets: [newer, older] });
      const usedAt = new Date(now + 60_000);
      confirmed = {
        ...waiting,
        secrets: [
          {
            ...newer,
            expiresAt: null,
            state: { ...newer.state, confirmedAt: usedAt, firstUsedAt: usedAt, useCount: 1 },
          },
          { ...older, expiresAt: new Date(now + 660_000) },
        ],
      };
      expect(await bring(waiting)).toMatchObject({
        result: "created",
        notes: [
          `The current secret stops on ${confirmBy.toISOString()} unless it is used here before; from its first use on the previous one works for 600 seconds more. A use at its source counts once a newer export of that is imported before.`,
        ],
      });
    });
    afterAll(() => gateway.stop());

    const bring = (client: BroughtClient, dryRun = false) =>
      importClient(gateway, acme, client, { source: "own", dryRun });
    const works = async () => {
      const { clientId } = waiting;
      const one = async (secret: string) => (await acme.admin.verify(clientId, secret)).active;
      return [await one(current), await one(previous)];
    };
    const shown = () => read(acme.developer, id, NAMED);
    const events = (action: string) => listEvents(acme.admin, { targetId: id, action: `client_secret.${action}` });

    it("is confirmed by a newer line, and takes nothing from who has the previous secret", async () => {
      const before = await shown();
      const tried = await bring(confirmed, true);
      expect(await shown()).toEqual(before);
      const item = await bring(confirmed);
      expect(item).toMatchObject({ result: "updated", notes: expect.arrayContaining([CONFIRMED, COMPLETE]) });
      expect(tried).toEqual(item);
      const [secret] = confirmed.secrets;
      expect(await shown()).toMatchObject({
        secrets: [
          { status: "CURRENT", expiresAt: null },
          { status: "PREVIOUS", expiresAt: null },
        ],
        rotation: {
          endsAt: null,
          confirmedAt: secret?.form === "digest" ? secret.state.confirmedAt?.toISOString() : "none",
        },
      });
      gateway.advance(2 * HOUR_MS);
      expect(await works()).toEqual([true, true]);
      expect(await events("rotation_confirmed")).toMatchObject([{ details: { source: "own" } }]);
      expect(await events("rotation_undone")).toEqual([]);
      expect(await bring(confirmed)).toMatchObject({
        result: "unchanged",
        notes: expect.not.arrayContaining([CONFIRMED]),
      });
    });

    it("is confirmed by a line that was imported before that was looked at, which sets nothing else", async () => {
      // As the version did that knew nothing of uses there: the line is remembered, and nobody has read it.
      const line = "the newer one";
      await importClient(gateway, acme, waiting, { source: "own", line });
      await changed(acme.owner, "updateOAuthApplication", { oauthApplicationId: id, description: "ours" });
      const again = (dryRun: boolean) => importClient(gateway, acme, confirmed, { source: "own", line, dryRun });
      const tried = await again(true);
      const item = await again(false);
      expect(item).toMatchObject({ result: "updated", notes: expect.arrayContaining([CONFIRMED]) });
      expect(item.notes[0]).toBe("The line is the same, and what has changed is what can be told of its secrets.");
      expect(tried).toEqual(item);
      expect(await read(acme.developer, id, "description")).toEqual({ description: "ours" });
      gateway.advance(2 * HOUR_MS);
      expect(await works()).toEqual([true, true]);
      expect(await again(false)).toMatchObject({ result: "unchanged" });
    });

    it.each([
      [
        "another server key",
        { keyFingerprint: "x" },
        /does not count here: secrets\.0\.digest needs another server key/,
      ],
      ["a server key that is not here", { text: `v1$other$${"A".repeat(43)}` }, /does not count here: .*"other"/],
      ["no digest", { text: "N" }, /does not count here: secrets\.0\.digest must be a digest/],
      [
        "another digest under the same key",
        OTHER_DIGEST,
        /does not count here: secrets\.0\.digest is of another secret/,
      ],
    ])("is not confirmed by a line with %s, which changes what else it says", async (_what, wrong, named) => {
      const [newer, ...others] = confirmed.secrets;
      const own = newer?.form === "digest" ? newer.text : "";
      const as = typeof wrong === "function" ? wrong(own) : wrong;
      const secrets = [{ ...newer, ...as }, ...others] as BroughtClient["secrets"];
      const line = { ...confirmed, enabled: false, secrets };
      const item = await bring(line);
      expect(item).toMatchObject({ result: "updated", notes: expect.arrayContaining([expect.stringMatching(named)]) });
      expect(item.notes).not.toContainEqual(CONFIRMED);
      expect(await read(acme.developer, id, "enabled")).toEqual({ enabled: false });
      expect(await bring(line)).toMatchObject({
        result: "unchanged",
        notes: expect.arrayContaining([expect.stringMatching(named)]),
      });
      expect((await shown()).rotation).toMatchObject({ confirmedAt: null });
    });

    it("goes on as it does here where the client has moved over meanwhile", async () => {
      expect((await acme.admin.verify(waiting.clientId, current)).active).toBe(true);
      const before = await shown();
      expect(await bring(confirmed)).toMatchObject({ notes: expect.not.arrayContaining([CONFIRMED]) });
      expect((await shown()).secrets).toEqual(before.secrets);
      expect(await events("rotation_confirmed")).toHaveLength(1);
    });

    it("does not come back once its time was over here", async () => {
      gateway.advance(2 * HOUR_MS);
      const item = await bring(confirmed);
      expect(item.notes).toContain("The line has a secret that does not work here: secrets stay those that are here.");
      expect(item.notes).not.toContainEqual(CONFIRMED);
      expect(await works()).toEqual([false, true]);
    });
  },
);
