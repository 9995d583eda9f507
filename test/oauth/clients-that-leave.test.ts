import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import type { TestGateway } from "../support/gateway/gateway.js";
import { haveTime } from "../support/gateway/have-time.js";
import { basic, type Client, createClient, requestToken, startOauthGateway } from "../support/oauth/oauth-endpoints.js";

const LEAVING = 200;
const FORM = "grant_type=client_credentials";

describe.each(DATABASE_KINDS)("clients that leave before they are answered on %s", (kind) => {
  haveTime();
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await startOauthGateway(kind);
  });
  afterAll(() => gateway.stop());

  /** Asks for a token and is gone, with or without a good-bye, after so long. */
  const askAndLeave = async ({ clientId, clientSecret }: Client, afterMs: number) => {
    const { hostname, port } = new URL(gateway.url);
    const socket = connect({ host: hostname, port: Number(port) }).on("error", () => undefined);
    const authorization = basic(clientId, clientSecret);
    const head = `Host: a\r\nAuthorization: ${authorization}\r\nContent-Type: application/x-www-form-urlencoded`;
    socket.write(`POST /oauth/token HTTP/1.1\r\n${head}\r\nContent-Length: ${FORM.length}\r\n\r\n${FORM}`);
    await sleep(afterMs);
    if (afterMs % 2 === 0) socket.resetAndDestroy();
    else socket.destroy();
  };

  it("harm nobody, and are no failure of the gateway's", async () => {
    const { admin } = await gateway.organization();
    const client = await createClient(admin);
    // What the start warned of is no failure.
    const before = gateway.log().length;
    const answers = Array.from({ length: LEAVING }, async (_, n) => {
      await askAndLeave(client, n % 40);
      return requestToken(gateway.url, client);
    });
    expect(new Set((await Promise.all(answers)).map(({ status }) => status))).toEqual(new Set([200]));
    const lines = gateway.log().slice(before).trim().split("\n");
    expect(lines.filter((line) => JSON.parse(line).level >= 40)).toEqual([]);
  });
});
