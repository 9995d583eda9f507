import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import { requestToken, startOauthGateway } from "../support/oauth/oauth-endpoints.js";
import { importText } from "../support/processes/import-command.js";
import { importSetting } from "../support/processes/import-setting.js";

const SECRET = "a-secret-of-a-client-A1";

/** `oauth2-registered-client-schema.sql` of Spring Authorization Server 1.4. */
const TABLE = `CREATE TABLE oauth2_registered_client (
  id varchar(100) NOT NULL PRIMARY KEY, client_id varchar(100) NOT NULL,
  client_id_issued_at timestamp DEFAULT CURRENT_TIMESTAMP NOT NULL, client_secret varchar(200) DEFAULT NULL,
  client_secret_expires_at timestamp DEFAULT NULL, client_name varchar(200) NOT NULL,
  client_authentication_methods varchar(1000) NOT NULL, authorization_grant_types varchar(1000) NOT NULL,
  redirect_uris varchar(1000) DEFAULT NULL, post_logout_redirect_uris varchar(1000) DEFAULT NULL,
  scopes varchar(1000) NOT NULL, client_settings varchar(2000) NOT NULL, token_settings varchar(2000) NOT NULL)`;

/** As its JdbcRegisteredClientRepository writes them, after its published format. */
const settingsOf = (settings: object) =>
  JSON.stringify({ "@class": "java.util.Collections$UnmodifiableMap", ...settings });
const CLIENT = settingsOf({
  "settings.client.require-proof-key": true,
  "settings.client.require-authorization-consent": false,
});
const TOKEN = settingsOf({ "settings.token.access-token-time-to-live": ["java.time.Duration", 300.0] });
const URIS = ["https://a.example.com/cb", "https://b.example.com/cb"];
const ROW = `INSERT INTO oauth2_registered_client VALUES ('1', 'spring-1', '2024-05-01 12:00:00', '{noop}${SECRET}',
  '2099-01-01 00:00:00', 'Orders', 'client_secret_post,client_secret_basic', 'refresh_token,client_credentials,authorization_code',
  '${URIS}', '', 'openid,read', '${CLIENT}', '${TOKEN}')`;

const COPIED = {
  client_id: "spring-1",
  client_secret: `{noop}${SECRET}`,
  client_secret_expires_at: "2099-01-01T00:00:00.000Z",
  client_name: "Orders",
  client_authentication_methods: "client_secret_post,client_secret_basic",
  authorization_grant_types: "refresh_token,client_credentials,authorization_code",
  redirect_uris: URIS.join(),
  post_logout_redirect_uris: "",
  scopes: "openid,read",
  require_proof_key: "true",
  require_consent: "false",
  access_token_seconds: 300,
};

describe.each(DATABASE_KINDS)("a table of Spring Authorization Server, by docs/moving-in.md, on %s", (kind) => {
  const at = importSetting(() => startOauthGateway(kind));
  const partOf = async (shape: RegExp) => {
    const text = await readFile(join(import.meta.dirname, "../../docs/moving-in.md"), "utf8");
    return shape.exec(text.split("\n#### Spring Authorization Server\n")[1] ?? "")?.[1] ?? "";
  };

  // The SQL is for psql.
  if (kind === "postgres") {
    it("has what Spring keeps as JSON as columns", async () => {
      const { database } = at.gateway;
      await database.query(TABLE);
      await database.query(ROW);
      const rows = await database.query(await partOf(/COPY \((.*?)\) TO STDOUT CSV HEADER/s));
      expect(JSON.parse(JSON.stringify(rows))).toEqual([COPIED]);
    });
  }

  it("brings its clients as they are, with their secrets", async () => {
    const { columns } = JSON.parse(await partOf(/```json\n(.*?)```/s));
    const text = JSON.stringify([COPIED]);
    const by = ["--from", "table", "--mapping", await at.mappingFile(columns)];
    const { code, report } = await importText(at.gateway.database.env, at.organization, text, ...by);
    const notes = [expect.stringContaining(" 2099-01-01T00:00:00.000Z")];
    expect([code, report[0]]).toEqual([0, { line: 0, clientId: "spring-1", result: "created", notes }]);
    const { application } = await at.organization.owner.ok(
      `{ application: oauthApplication(clientId: "spring-1") {
        name redirectUris postLogoutRedirectUris scopes grantTypes pkceRequired consentScreenEnabled accessTokenTtlSeconds public } }`,
    );
    expect(application).toEqual({
      ...{ name: "Orders", redirectUris: URIS, postLogoutRedirectUris: [], scopes: ["openid", "read"] },
      grantTypes: expect.arrayContaining(["REFRESH_TOKEN", "CLIENT_CREDENTIALS", "AUTHORIZATION_CODE"]),
      ...{ pkceRequired: true, consentScreenEnabled: false, accessTokenTtlSeconds: 300, public: false },
    });
    for (const way of ["basic", "post"] as const) {
      const client = { clientId: "spring-1", clientSecret: SECRET };
      expect((await requestToken(at.gateway.url, client, {}, way)).json).toMatchObject({ expires_in: 300 });
    }
  });
});
