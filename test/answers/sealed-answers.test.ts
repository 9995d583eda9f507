import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Database } from "../../src/database/database.js";
import { type Actor, ActorKind } from "../../src/model/actor.js";
import { KeptAnswer } from "../../src/model/kept-answer.js";
import { KeptAnswers } from "../../src/services/answers/kept-answers.js";
import { keyedRequest } from "../../src/services/answers/keyed-request.js";
import { openText, sealText } from "../../src/services/keys/sealed-text.js";
import { kidOf, type SecretKey, SecretKeys } from "../../src/services/keys/secret-keys.js";
import { dumpRows, readFiles } from "../support/databases/database-dump.js";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import { readKeys } from "../support/databases/server-keys.js";
import { startTestGateway, type TestGateway } from "../support/gateway/gateway.js";
import { metricsOf, WITH_METRICS } from "../support/gateway/metrics.js";
import { MISPLACED } from "../support/organization/misplaced-secrets.js";
import { issue, newKey, payloadOf } from "../support/organization/repeated-requests.js";

describe("a sealed text", () => {
  const key = Buffer.alloc(32, 1);

  it("opens with its key at its place only, and never after a change", () => {
    const sealed = sealText(key, "ogs_secret", "here");
    expect(openText(key, sealed, "here")).toBe("ogs_secret");
    expect(() => openText(Buffer.alloc(32, 2), sealed, "here")).toThrow();
    expect(() => openText(key, sealed, "there")).toThrow();
    const bytes = Buffer.from(sealed, "base64url");
    for (const place of bytes.keys()) {
      const changed = Buffer.from(bytes);
      changed[place] = (changed[place] as number) ^ 1;
      expect(() => openText(key, changed.toString("base64url"), "here")).toThrow();
    }
    expect(() => openText(key, bytes.subarray(0, -1).toString("base64url"), "here")).toThrow();
  });

  it("is another one each time", () => {
    expect(sealText(key, "ogs_secret", "here")).not.toBe(sealText(key, "ogs_secret", "here"));
  });
});

describe.each(DATABASE_KINDS)("on %s, an idempotency key", (kind) => {
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await startTestGateway(kind, { env: WITH_METRICS });
  });
  afterAll(() => gateway.stop());

  async function rotated() {
    const organization = await gateway.organization();
    const { id: oauthApplicationId } = await organization.developer.createApplication();
    const input = { oauthApplicationId, idempotencyKey: newKey() };
    const { clientSecret } = payloadOf(await issue(organization.developer, "rotateSecret", input));
    return { ...organization, input, clientSecret: clientSecret as string };
  }

  it("and what it opens are in no row, file, log line, audit event, metric or refusal", async () => {
    const { developer, owner, input, clientSecret } = await rotated();
    const { idempotencyKey } = input;
    payloadOf(await issue(developer, "rotateSecret", input));
    const texts = [
      (await issue(developer, "rotateSecret", { ...input, previousSecret: "KEEP" })).text,
      (await issue(developer, "rotateSecret", { ...input, overlapSeconds: -1 })).text,
      (await issue(developer, "rotateSecret", { ...input, [idempotencyKey]: idempotencyKey })).text,
      (await issue(developer, "createApiToken", { ...input })).text,
      (await owner.send("{ auditEvents(first: 100) { nodes { details actor { name } } } }")).text,
      await metricsOf(gateway),
      gateway.log(),
      await dumpRows(gateway.database),
      ...(await readFiles(gateway.database)).values(),
    ];
    for (const misplaced of Object.values(MISPLACED)) {
      const { query, variables } = misplaced(idempotencyKey);
      texts.push((await developer.send(query, variables)).text);
    }
    texts.push(gateway.log());
    for (const text of texts.slice(4)) expect(text).not.toContain(clientSecret);
    // What is no field of the schema is repeated by its name, as every unknown name is.
    for (const text of texts.slice(0, 9)) expect(text).not.toContain(idempotencyKey);
    expect(gateway.log()).not.toContain(idempotencyKey);
  });

  it("opens what is kept together with the server keys, and neither of them alone does", async () => {
    const { developer, input, clientSecret, id: organizationId } = await rotated();
    const { viewer } = await developer.ok("{ viewer { actor { id } } }");
    const actor = { organizationId, kind: ActorKind.API_TOKEN, id: viewer.actor.id } as Actor;
    const [row] = await gateway.database.query(
      `SELECT digest, sealed FROM kept_answers WHERE oauth_application_id = '${input.oauthApplicationId}'`,
    );
    const kept = Object.assign(new KeptAnswer(), row);
    const keys = await readKeys(gateway.database);
    const opener = (known: readonly [SecretKey, ...SecretKey[]]) =>
      new KeptAnswers({} as Database, new SecretKeys(known), gateway.now);
    const request = (idempotencyKey: string) => keyedRequest(actor, "secret.rotate", idempotencyKey, {}) as never;
    expect(opener(keys).open(request(input.idempotencyKey), kept)).toEqual({ plaintext: clientSecret, sealed: null });

    // A dump with SECRET_KEYS, without the idempotency key.
    for (const guess of ["", randomUUID(), kept.digest, organizationId, input.oauthApplicationId]) {
      expect(() => opener(keys).open(request(guess), kept)).toThrow();
    }
    for (const { key } of keys) {
      expect(() => openText(key.subarray(0, 32), kept.sealed as string, kept.digest)).toThrow();
    }
    // The idempotency key and a dump, without the server key.
    const other = { kid: kidOf(kept.digest) as string, key: Buffer.alloc(32, 7) };
    expect(() => opener([other]).open(request(input.idempotencyKey), kept)).toThrow();
    // Another actor or organization with both.
    for (const one of [
      { ...actor, id: "tok_0000000000000000000000" },
      { ...actor, organizationId: "org_1" },
    ]) {
      const theirs = keyedRequest(one, "secret.rotate", input.idempotencyKey, {}) as never;
      expect(() => opener(keys).open(theirs, kept)).toThrow();
    }
  });
});
