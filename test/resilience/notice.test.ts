import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import { holdFile } from "../support/databases/held-file.js";
import { holdApplication } from "../support/databases/held-row.js";
import { watchAskedChanges } from "../support/gateway/asked-changes.js";
import { startTestGateway, type TestGateway } from "../support/gateway/gateway.js";
import { haveTime } from "../support/gateway/have-time.js";

describe.each(DATABASE_KINDS)("a gateway on %s that has been told to stop", (kind) => {
  haveTime();
  let gateway: TestGateway;
  let endNotice: () => void;
  let stopped: Promise<void> | undefined;

  beforeEach(async () => {
    gateway = await startTestGateway(kind);
    endNotice = () => {};
    stopped = undefined;
  });
  afterEach(async () => {
    endNotice();
    await (stopped ?? gateway.gateway.stop());
    await gateway.database.drop();
  });

  /** Load balancers have until `endNotice` to notice. */
  const stop = () => {
    stopped = gateway.gateway.stop(new Promise<void>((resolve) => (endNotice = resolve)));
  };
  const get = (path: string) => fetch(gateway.url + path);
  const isRefused = () =>
    get("/health/live").then(
      () => false,
      () => true,
    );

  it("is not ready any more, and lives and serves until the notice is over", async () => {
    const { owner } = await gateway.organization();
    expect((await get("/health/ready")).status).toBe(200);
    stop();
    const ready = await get("/health/ready");
    expect([ready.status, await ready.text()]).toEqual([503, expect.stringContaining("The gateway is stopping.")]);
    const live = await get("/health/live");
    expect([live.status, live.headers.get("connection")]).toEqual([200, "close"]);
    expect((await owner.createApplication()).clientSecret).toMatch(/^ogs_/);
    endNotice();
    await stopped;
    expect(await isRefused()).toBe(true);
  });

  it("answers a request that is still at work when the notice is over, and takes no other one", async () => {
    const { owner } = await gateway.organization();
    const { id } = await owner.createApplication();
    const held = await (kind === "postgres" ? holdApplication(gateway.database, id) : holdFile(gateway.database));
    stop();
    const asked = watchAskedChanges();
    const rotating = owner.rotate(id);
    await asked.of(1);
    endNotice();
    await expect.poll(isRefused, { interval: 20 }).toBe(true);
    await held.release();
    expect((await rotating).data.rotateSecret.clientSecret).toMatch(/^ogs_/);
  });
});
