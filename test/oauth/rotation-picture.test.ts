import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import type { TestGateway } from "../support/gateway/gateway.js";
import { createClient, requestToken, startOauthGateway } from "../support/oauth/oauth-endpoints.js";
import { change, read } from "../support/organization/oauth-applications.js";

const DOCUMENT = join(import.meta.dirname, "../../docs/rotation.md");

/** How each state but the first is reached from it. */
const PATHS: Record<string, string[]> = {
  OneSecret: [],
  TwoSecrets: ["rotateSecret EXPIRE"],
  Confirming: ["rotateSecret CONFIRM"],
};

/** The arrows of the picture: state and event, and the state after it. */
async function pictured(): Promise<Map<string, string>> {
  const [, picture = ""] = /```mermaid\n(.*?)```/s.exec(await readFile(DOCUMENT, "utf8")) ?? [];
  const arrows = new Map<string, string>();
  for (const [, from, to = "", label = ""] of picture.matchAll(/^ {2}(\S+) --> (\S+): ([^(\n]+)/gm)) {
    const event = label.trim().replace(/ with force$/, "");
    const [, name, policies] = /^(\w+) ([A-Z]+(?: or [A-Z]+)*)$/.exec(event) ?? [];
    const events = policies?.split(" or ").map((policy) => `${name} ${policy}`) ?? [event];
    for (const one of events) arrows.set(`${from}, ${one}`, to);
  }
  return arrows;
}

describe.each(DATABASE_KINDS)("the picture of a rotation's states, on %s", (kind) => {
  let gateway: TestGateway;
  let arrows: Map<string, string>;

  beforeAll(async () => {
    gateway = await startOauthGateway(kind);
    arrows = await pictured();
  });
  afterAll(() => gateway.stop());

  /** A new application, to which things happen. */
  const start = async () => {
    const { developer } = await gateway.organization();
    const client = await createClient(developer, { secretOverlapSeconds: 3600 });
    const oauthApplicationId = client.id;
    let current = client.clientSecret;
    const rotation = async () =>
      (await read(developer, client.id, "rotation { endsAt confirmBy reason }")).rotation ?? {};
    const rotate = async (previousSecret: string) => {
      const { data } = await developer.rotate(client.id, { previousSecret });
      current = data.rotateSecret?.clientSecret ?? current;
    };
    const advanceTo = (moment: string | null | undefined) => {
      if (moment) gateway.advance(Date.parse(moment) - gateway.now());
    };
    const happen: Record<string, () => Promise<unknown>> = {
      "rotateSecret EXPIRE": () => rotate("EXPIRE"),
      "rotateSecret KEEP": () => rotate("KEEP"),
      "rotateSecret CONFIRM": () => rotate("CONFIRM"),
      "rotateSecret REVOKE": () => rotate("REVOKE"),
      completeSecretRotation: () => change(developer, "completeSecretRotation", { oauthApplicationId, force: true }),
      cancelSecretRotation: () => change(developer, "cancelSecretRotation", { oauthApplicationId, force: true }),
      updateSecretRotation: () =>
        change(developer, "updateSecretRotation", { oauthApplicationId, overlapSeconds: 7200 }),
      "the new secret is used": () => requestToken(gateway.url, { ...client, clientSecret: current }),
      "the overlap ends": async () => advanceTo((await rotation()).endsAt),
      "confirmBy passes": async () => {
        const { reason, confirmBy } = await rotation();
        if (reason === "CONFIRMING") advanceTo(confirmBy);
      },
    };
    const state = async () => {
      const { reason } = await rotation();
      if (reason === undefined) return "OneSecret";
      return reason === "CONFIRMING" ? "Confirming" : "TwoSecrets";
    };
    return { happen, state };
  };

  it("has an arrow for all that leads from one state to another, and for nothing else", async () => {
    const { happen } = await start();
    const events = Object.keys(happen);
    const found = new Map([["[*], create", "OneSecret"]]);
    for (const [from, path] of Object.entries(PATHS)) {
      for (const event of events) {
        const { happen: now, state } = await start();
        for (const step of path) await now[step]?.();
        expect(await state()).toBe(from);
        await now[event]?.();
        const to = await state();
        if (to !== from || arrows.has(`${from}, ${event}`)) found.set(`${from}, ${event}`, to);
      }
    }
    const sorted = (map: Map<string, string>) => [...map].map(([arrow, to]) => `${arrow}: ${to}`).toSorted();
    expect(sorted(found)).toEqual(sorted(arrows));
  });
});
