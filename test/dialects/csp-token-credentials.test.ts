import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import { cspOrganization } from "../support/dialects/csp.js";
import type { TestGateway } from "../support/gateway/gateway.js";
import { basic, startOauthGateway } from "../support/oauth/oauth-endpoints.js";
import { postFormTo, rawBasic } from "../support/oauth/token-routes.js";

const GRANT = "grant_type=client_credentials";

/** What a caller may choose, and what form encoding may make something else of. */
const SECRETS = [
  "Plain-secret-Aa1",
  "Plus+plus++Aa1-secret",
  "+leading+and+trailing+Aa1+",
  "Colon:colon::Aa1-secret:",
  ":leading-colon-Aa1-secret",
  "Ampersand&equals=Aa1&grant_type=x",
  "Question?mark?Aa1-secret?",
  "Hash#slash/back\\Aa1-secret",
  "100%-Sure-of-this-Aa1",
  "%%-Double-percent-Aa1%%",
  "Trailing-percent-Aa1%",
  "Half-%4-escape-%G1-Aa1-%-",
  "Percent%3-then-B-Aa1-%2-%z",
  "Quotes'\"`-Aa1-secret",
  "Brackets[]{}()<>-Aa1!*~^|$@;,",
  "base64==Aa1-secret/+/==",
  "!\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~",
];

/** The ways in which clients write Basic credentials. */
const WRITTEN: Record<string, (clientId: string, secret: string) => string> = {
  "as they are": rawBasic,
  "form-encoded": basic,
  "percent-encoded": (clientId, secret) => rawBasic(encodeURIComponent(clientId), encodeURIComponent(secret)),
  "percent-encoded, every character": (clientId, secret) => rawBasic(everyCharacter(clientId), everyCharacter(secret)),
  "percent-encoded in lower case": (clientId, secret) => rawBasic(clientId, everyCharacter(secret).toLowerCase()),
};

describe.each(DATABASE_KINDS)("credentials at CSP's token routes on %s", (kind) => {
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await startOauthGateway(kind);
  });
  afterAll(() => gateway.stop());

  const ask = (authorization: string, path = "token") =>
    postFormTo(gateway.url, `/csp/gateway/am/api/auth/${path}`, GRANT, { authorization });

  it.each(SECRETS)("are understood however they are written: %s", async (secret) => {
    const { created, good } = await cspOrganization(gateway);
    const { clientId } = await created({ secret, id: `Id_${crypto.randomUUID()}` });
    for (const [how, write] of Object.entries(WRITTEN)) {
      for (const path of ["token", "authorize"]) {
        const { status, body } = await ask(write(clientId, secret), path);
        expect([how, status, body.token_type]).toEqual([how, 200, "bearer"]);
      }
    }
    // The standard's own endpoint takes it as the standard writes it.
    expect(await good(clientId, secret)).toBe(true);
  });

  it.each(SECRETS)("are not mistaken for similar ones: %s", async (secret) => {
    const { created } = await cspOrganization(gateway);
    const { clientId } = await created({ secret });
    const similar = [
      `${secret}x`,
      secret.slice(0, -1),
      secret.slice(1),
      secret.toLowerCase(),
      `${secret} `,
      secret.replaceAll("+", " "),
      secret.replaceAll(":", ""),
      secret.replaceAll("%", ""),
    ].filter((text) => text !== secret);
    for (const wrong of similar) {
      // A space is written as `+` in forms, and secrets have none: so that is always a plus sign.
      for (const write of wrong.includes(" ") ? [rawBasic] : [rawBasic, basic]) {
        const { status, body } = await ask(write(clientId, wrong));
        expect([wrong, status, body.cspErrorCode]).toEqual([wrong, 401, "invalid_client"]);
      }
    }
  });

  it("are understood for generated secrets, too", async () => {
    const { created } = await cspOrganization(gateway);
    const { clientId, clientSecret } = await created();
    for (const write of Object.values(WRITTEN)) expect((await ask(write(clientId, clientSecret))).status).toBe(200);
  });

  it("may be written with the scheme in any case", async () => {
    const { created } = await cspOrganization(gateway);
    const { clientId, clientSecret } = await created();
    const [, encoded = ""] = rawBasic(clientId, clientSecret).split(" ");
    for (const scheme of ["basic", "BASIC"]) expect((await ask(`${scheme} ${encoded}`)).status).toBe(200);
  });

  it("must not contradict the client that the parameters name", async () => {
    const { created } = await cspOrganization(gateway);
    const { clientId, clientSecret } = await created();
    const path = "/csp/gateway/am/api/auth/token";
    const authorization = basic(clientId, clientSecret);
    const named = (id: string) => postFormTo(gateway.url, path, `${GRANT}&client_id=${id}`, { authorization });
    expect((await named(clientId)).status).toBe(200);
    expect((await named("0".repeat(32))).body).toMatchObject({ statusCode: 400, cspErrorCode: "invalid_request" });
  });

  it("leave what stands behind a question mark in the query as it is", async () => {
    const { created } = await cspOrganization(gateway);
    const { clientId, clientSecret } = await created({ allowedScopes: { generalScopes: ["read?all", "write"] } });
    const path = "/csp/gateway/am/api/auth/token?scope=read?all&grant_type=client_credentials";
    const { status, body } = await postFormTo(gateway.url, path, "", { authorization: basic(clientId, clientSecret) });
    expect([status, body.scope]).toEqual([200, "read?all"]);
  });
});

function everyCharacter(text: string): string {
  return [...Buffer.from(text)].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, "0")}`).join("");
}
