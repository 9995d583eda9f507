import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createPostgres, type TestDatabase } from "../support/databases/databases.js";
import { type DebianPostgres, startDebianPostgres } from "../support/databases/debian-postgres.js";
import { DEBIAN_POSTGRES } from "../support/databases/installed-servers.js";
import { brokenRows } from "../support/databases/integrity.js";
import type { TestGateway, TestOrganization } from "../support/gateway/gateway.js";
import { createClient, introspect, startOauthGateway, tokenOf } from "../support/oauth/oauth-endpoints.js";
import { listEvents } from "../support/organization/audit-events.js";
import { listing, walk } from "../support/organization/listing.js";
import { changed, remove } from "../support/organization/oauth-applications.js";

const HOUR = 3_600_000;

describe.skipIf(!DEBIAN_POSTGRES)(`on Debian's PostgreSQL in ${DEBIAN_POSTGRES}`, () => {
  let server: DebianPostgres;
  let database: TestDatabase;
  let gateway: TestGateway;
  let organization: TestOrganization;

  beforeAll(async () => {
    server = await startDebianPostgres();
    database = await createPostgres(server.url);
    gateway = await startOauthGateway("postgres", { database });
    organization = await gateway.organization();
  });
  afterAll(async () => {
    await gateway?.stop();
    await database?.drop();
    await server?.stop();
  });

  it("an application is registered, rotated, verified and deleted, and leaves its history", async () => {
    const { admin, owner } = organization;
    const { id, clientId, clientSecret } = await admin.createApplication();
    const { clientSecret: second } = (await admin.rotate(id, {})).data.rotateSecret;
    expect(await owner.verify(clientId, clientSecret as string)).toMatchObject({ active: true });
    expect(await owner.verify(clientId, second)).toMatchObject({ active: true });
    await changed(admin, "completeSecretRotation", { oauthApplicationId: id, force: true });
    expect(await owner.verify(clientId, clientSecret as string)).toMatchObject({ active: false });
    await remove(admin, { oauthApplicationId: id });
    expect(await owner.verify(clientId, second)).toMatchObject({ active: false });
    const actions = (await listEvents(owner, { targetId: id })).map(({ action }) => action);
    expect(actions).toEqual(expect.arrayContaining(["oauth_application.created", "oauth_application.deleted"]));
    expect(actions).toEqual(expect.arrayContaining(["client_secret.rotated", "client_secret.rotation_completed"]));
  });

  it("an access token is issued for a client secret and introspected", async () => {
    const client = await createClient(organization.developer);
    const token = await tokenOf(gateway.url, client);
    expect((await introspect(gateway.url, client, token)).json).toMatchObject({ active: true });
  });

  it("applications are listed by each filter, in each order", async () => {
    const { admin, developer } = await gateway.organization();
    const soon = await admin.createApplication({ name: "Äpfel" });
    await admin.createApplication({ name: "Birnen", public: true });
    await developer.createApplication({ name: "Kirschen", grantTypes: ["CLIENT_CREDENTIALS"] });
    await admin.rotate(soon.id, {});
    const later = new Date(gateway.now() + 72 * HOUR).toISOString();
    const filters: [Record<string, unknown>, string[]][] = [
      [{ query: "pf" }, ["Äpfel"]],
      [{ query: "kirsch" }, ["Kirschen"]],
      [{ query: soon.clientId }, ["Äpfel"]],
      [{ public: true }, ["Birnen"]],
      [{ public: false }, ["Kirschen", "Äpfel"]],
      [{ enabled: true }, ["Birnen", "Kirschen", "Äpfel"]],
      [{ enabled: false }, []],
      [{ grantType: "CLIENT_CREDENTIALS" }, ["Kirschen"]],
      [{ createdByViewer: true }, ["Birnen", "Äpfel"]],
      [{ createdByViewer: false }, ["Kirschen"]],
      [{ hasRotatedSecret: true }, ["Äpfel"]],
      [{ hasRotatedSecret: false }, ["Birnen", "Kirschen"]],
      [{ secretCreatedBefore: later }, ["Kirschen", "Äpfel"]],
      [{ rotationEndsBefore: later }, ["Äpfel"]],
      [{ query: "n", hasRotatedSecret: false, public: false }, ["Kirschen"]],
    ];
    for (const [filter, names] of filters) {
      const { nodes, totalCount } = await listing(admin, { filter });
      expect([filter, nodes.map(({ name }) => name).toSorted(), totalCount]).toEqual([filter, names, names.length]);
    }
    for (const field of ["CREATED_AT", "UPDATED_AT", "NAME"]) {
      const forward = await walk(admin, "forward", 2, { orderBy: { field, direction: "ASC" } });
      const back = await walk(admin, "backward", 2, { orderBy: { field, direction: "DESC" } });
      expect(forward).toHaveLength(3);
      expect(forward.toReversed()).toEqual(back);
    }
  });

  it("changes at once are each done once", async () => {
    const { developer } = organization;
    const made = await Promise.all(Array.from({ length: 20 }, () => developer.createApplication()));
    const rotated = await Promise.all(made.map(({ id }) => developer.rotate(id, { previousSecret: "REVOKE" })));
    expect(rotated.flatMap(({ errors }) => errors)).toEqual([]);
    expect(await brokenRows(database)).toEqual([]);
  });
});
