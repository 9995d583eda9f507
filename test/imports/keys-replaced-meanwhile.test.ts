import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { newKey, replaceKeyFile } from "../../src/key-file.js";
import { formatKeys } from "../../src/key-texts.js";
import { WayIn } from "../../src/model/actor.js";
import { GrantType } from "../../src/model/client-metadata.js";
import { commandLineActor } from "../../src/services/actors/built-in-actors.js";
import { fingerprintOf } from "../../src/services/keys/secret-keys.js";
import { createMigratedDatabase, DATABASE_KINDS, type TestDatabase } from "../support/databases/databases.js";
import { startTestGateway } from "../support/gateway/gateway.js";
import { GraphqlClient } from "../support/gateway/graphql-client.js";
import { broughtClient, importClient, inClear } from "../support/organization/brought-clients.js";
import { runCommandWith } from "../support/processes/command.js";

describe.each(DATABASE_KINDS)("a server key that is replaced while a command runs on %s", (kind) => {
  const [old, next] = [newKey(), newKey()];
  let database: TestDatabase;
  let folder: string;
  let path: string;
  let env: Record<string, string>;

  beforeEach(async () => {
    database = await createMigratedDatabase(kind);
    folder = await mkdtemp(join(tmpdir(), "gateway-keys-"));
    path = join(folder, "keys");
    env = { SECRET_KEYS: "", SECRET_KEYS_FILE: path };
    await writeFile(path, `${formatKeys([old])}\n`, { mode: 0o600 });
  });
  afterEach(async () => {
    await rm(folder, { recursive: true });
    await database.drop();
  });

  it("takes nothing with it of what an import brings later", async () => {
    const gateway = await startTestGateway(kind, { database, env });
    const acme = await gateway.organization();
    const secret = "a-secret-that-came-along";
    const isPublic = { public: true, grantTypes: [GrantType.AUTHORIZATION_CODE] };
    await importClient(gateway, acme, broughtClient({ clientId: "first", secrets: [], settings: isPublic }));

    await replaceKeyFile(path, [next, old]);
    gateway.advance(60_000);
    await importClient(gateway, acme, broughtClient({ clientId: "second", secrets: [inClear(secret)] }));
    const rows = await database.query("SELECT digest FROM client_secrets");
    expect(rows).toEqual([{ digest: expect.stringMatching(new RegExp(`^v1\\$${next.kid}\\$`)) }]);
    const token = await acme.owner.ok('mutation { createApiToken(input: { name: "Later", role: ADMIN }) { token } }');
    await gateway.stop();

    await database.query(`UPDATE api_tokens SET revoked_at = 1 WHERE digest LIKE 'v1$${old.kid}$%'`);
    await replaceKeyFile(path, [next]);
    const after = await startTestGateway(kind, { database, env });
    const admin = new GraphqlClient(after.url, token.createApiToken.token);
    expect(await admin.verify("second", secret)).toMatchObject({ active: true });
    await after.stop();
  });

  it("is said to be missing where it is taken out before an import has looked", async () => {
    const gateway = await startTestGateway(kind, { database, env });
    const { slug } = await gateway.organization();
    await gateway.stop();

    const read = async () => {
      await replaceKeyFile(path, [next]);
      return JSON.stringify({ client_id: "first", client_secret: "a-secret-that-came-along" });
    };
    const args = ["import", "-", "--organization", slug, "--from", "rfc7591"];
    const { stderr, stdout } = await runCommandWith(read, { ...database.env, ...env }, ...args);
    expect(stdout).toContain('"result":"created"');
    expect(stderr).toContain(`The command goes on with the keys it has. The key "${old.kid}" is missing`);
  });

  it("is known to what an export has later, also within the minute", async () => {
    const gateway = await startTestGateway(kind, { database, env });
    const acme = await gateway.organization();
    const actor = commandLineActor(acme.id, { wayIn: WayIn.CLI, requestId: null, address: null });
    const exported = async () => {
      const found = gateway.gateway.services.applicationExports.export(actor, { withDigests: true });
      const fingerprints: string[] = [];
      for await (const { secrets } of found) fingerprints.push(...secrets.map((secret) => secret.keyFingerprint));
      return fingerprints;
    };
    expect(await exported()).toEqual([]);

    await replaceKeyFile(path, [next, old]);
    const beside = await startTestGateway(kind, { database, env });
    await importClient(beside, acme, broughtClient());
    expect(await exported()).toEqual([fingerprintOf(next)]);
    await beside.stop();
    await gateway.stop();
  });
});
