// What every system is measured on: organizations, applications and two secrets each, in the gateway's own schema.
import "reflect-metadata";
import { randomBytes } from "node:crypto";
import { promisify } from "node:util";
import pg from "pg";
import sqlite3 from "sqlite3";
import { readConfig } from "../../dist/src/config.js";
import { newId } from "../../dist/src/model/identifier.js";
import { CreateApiTokenInput } from "../../dist/src/model/inputs/api-token.inputs.js";
import { CreateOAuthApplicationInput } from "../../dist/src/model/inputs/oauth-application.inputs.js";
import { CreateOrganizationInput } from "../../dist/src/model/inputs/organization.inputs.js";
import { hintOf, newSecret } from "../../dist/src/model/secret.js";
import { openServices } from "../../dist/src/open-services.js";
import { commandLineActor } from "../../dist/src/services/actors/built-in-actors.js";
import { SecretKeys } from "../../dist/src/services/keys/secret-keys.js";

const ORIGIN = { wayIn: "CLI", requestId: null, address: null };
const ROWS_AT_ONCE = 5000;
const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** Of so many applications the plaintext secret is remembered, to be verified later. */
const KNOWN = 4000;

/**
 * Builds it through the gateway's services as far as there is one of a kind, and copies the one application in SQL, so
 * that a column which is added later is in the copies too. `shareOfFirst` of the applications are the first
 * organization's. Answers what the works need to know of it.
 */
export async function buildDataSet({ databaseUrl, organizations, applications, shareOfFirst = 1 / organizations }) {
  const secretKeys = `bench:${randomBytes(32).toString("base64")}`;
  const config = readConfig({ DATABASE_URL: databaseUrl, SECRET_KEYS: secretKeys });
  const { services, close } = await openServices(config);
  const isPostgres = databaseUrl.startsWith("postgres");
  const database = await (isPostgres ? connectToPostgres : openSqlite)(databaseUrl);
  try {
    const owners = [];
    for (let index = 0; index < organizations; index++) owners.push(await newOrganization(services, index));
    const template = await newTemplate(database, services, owners[0].id);
    const sql = isPostgres ? POSTGRES : SQLITE;
    const keys = new SecretKeys(config.secretKeys);
    const known = [];
    const add = async () => {
      await database.query("BEGIN");
      const started = Date.now() - 100 * DAY_MS;
      for (let from = 0; from < applications; from += ROWS_AT_ONCE) {
        const rows = { oauth_applications: [], client_secrets: [] };
        for (let index = from; index < Math.min(applications, from + ROWS_AT_ONCE); index++) {
          const owner = owners[ownerOf(index, owners.length, shareOfFirst)];
          const isKnown = index % Math.max(1, Math.floor(applications / KNOWN)) === 0;
          const application = newApplication(index, owner.id, started, keys, rows, isKnown);
          if (isKnown) known.push({ ...application, organization: owner });
        }
        for (const [table, values] of Object.entries(rows)) {
          await database.query(sql(table, template[table], values), [JSON.stringify(values)]);
        }
      }
      await database.query(`DELETE FROM oauth_applications WHERE id = '${template.oauth_applications.id}'`);
      await database.query("COMMIT");
    };
    if (isPostgres) await withoutNameIndex(database, add);
    else await add();
    // What W3 rotates has another secret afterwards, so the other works leave it alone.
    const rotated = known.filter((_, index) => index % 2 === 1);
    return { databaseUrl, secretKeys, owners, known: known.filter((_, index) => index % 2 === 0), rotated };
  } finally {
    await database.close();
    await close();
  }
}

/** A connection that is no gateway's: `query` answers the rows. */
async function connectToPostgres(databaseUrl) {
  const client = new pg.Client(databaseUrl);
  await client.connect();
  return {
    query: async (sql, values) => (await client.query(sql, values)).rows,
    close: () => client.end(),
  };
}

async function openSqlite(databaseUrl) {
  const connection = new sqlite3.Database(databaseUrl.replace("sqlite:", ""));
  const query = promisify(connection.all.bind(connection));
  // As the gateway has it: what goes with a deleted row must go here, too.
  await query("PRAGMA foreign_keys = ON");
  return {
    query,
    close: promisify(connection.close.bind(connection)),
  };
}

/** PostgreSQL makes the index of names ten times faster of rows that are there than of one row after the other. */
async function withoutNameIndex({ query }, work) {
  const [{ indexdef }] = await query("SELECT indexdef FROM pg_indexes WHERE indexname = 'ix_application_names_grams'");
  await query("DROP INDEX ix_application_names_grams");
  await work();
  await query("SET maintenance_work_mem = '512MB'");
  await query(indexdef);
  // PostgreSQL does that by itself, a while later; SQLite never does.
  await query("VACUUM (ANALYZE)");
}

/** The first organization's share comes first by number, spread evenly over all the others' creation. */
function ownerOf(index, organizations, shareOfFirst) {
  const first = Math.floor((index + 1) * shareOfFirst) > Math.floor(index * shareOfFirst);
  return first || organizations === 1 ? 0 : 1 + (index % (organizations - 1));
}

async function newOrganization({ organizations, apiTokens }, index) {
  const naming = Object.assign(new CreateOrganizationInput(), { slug: `bench-${index}`, name: `Bench ${index}` });
  const { id, name } = await organizations.create(ORIGIN, naming);
  const wanted = Object.assign(new CreateApiTokenInput(), { name: "Bench", role: "OWNER" });
  const { token } = await apiTokens.create(commandLineActor(id, ORIGIN), wanted);
  return { id, name, token };
}

/** One application and its secret as rows, with everything the gateway derives. */
async function newTemplate({ query }, { applicationRegistry }, organizationId) {
  const input = Object.assign(new CreateOAuthApplicationInput(), {
    name: "Template",
    description: "An application of the benchmark's.",
    redirectUris: ["https://app.example.com/callback", "https://staging.example.com/callback"],
    scopes: ["read", "write"],
    grantTypes: ["AUTHORIZATION_CODE", "CLIENT_CREDENTIALS"],
  });
  const { oauthApplication } = await applicationRegistry.create(commandLineActor(organizationId, ORIGIN), input);
  const id = `'${oauthApplication.id}'`;
  const [application] = await query(`SELECT * FROM oauth_applications WHERE id = ${id}`);
  const [secret] = await query(`SELECT * FROM client_secrets WHERE oauth_application_id = ${id}`);
  return { oauth_applications: application, client_secrets: secret };
}

/** Pushes the rows of an application with a rotation open, so that two secrets work. */
function newApplication(index, organizationId, started, keys, rows, isKnown) {
  const created = started + index * 70;
  const rotated = created + DAY_MS;
  const end = Date.now() + 30 * DAY_MS;
  const id = newId("app_", created);
  const clientId = randomBytes(16).toString("hex");
  const name = `Application ${randomBytes(3).toString("hex")} ${index}`;
  const currentSecretId = newId("sec_", rotated);
  rows.oauth_applications.push({
    id,
    organization_id: organizationId,
    client_id: clientId,
    name,
    name_key: name.toLowerCase(),
    updated_at: rotated,
    rotation_ends_at: end,
    current_secret_id: currentSecretId,
  });
  const secrets = [created, rotated].map((time) => {
    // A digest of what nobody presents need not be one of a secret.
    const plaintext = isKnown ? newSecret("ogs_") : undefined;
    const secretId = time === rotated ? currentSecretId : newId("sec_", time);
    rows.client_secrets.push({
      id: secretId,
      oauth_application_id: id,
      digest: plaintext ? keys.digest(id, plaintext) : `v1$${keys.kids[0]}$${randomBytes(32).toString("base64url")}`,
      hint: hintOf(plaintext ?? `ogs_${randomBytes(3).toString("hex")}`),
      expires_at: time === created ? end : null,
      first_used_at: time + MINUTE_MS,
      last_used_at: time + MINUTE_MS,
      use_count: 1,
    });
    return plaintext;
  });
  return { id, clientId, secret: secrets[1] };
}

/** An INSERT of rows that arrive as one JSON text: the template's values, with the rows' own in their place. */
function SQLITE(table, template, [sample]) {
  return insertion(table, template, sample, (column) => `json_extract(value, '$.${column}')`, "json_each(?)");
}

function POSTGRES(table, template, [sample]) {
  return insertion(
    table,
    template,
    sample,
    (column) => `row.${column}`,
    `json_populate_recordset(NULL::${table}, $1) row`,
  );
}

function insertion(table, template, sample, own, source) {
  const columns = Object.keys(template);
  const values = columns.map((column) => (column in sample ? own(column) : literal(template[column])));
  return `INSERT INTO ${table} (${columns.join(", ")}) SELECT ${values.join(", ")} FROM ${source}`;
}

function literal(value) {
  return typeof value === "string" ? `'${value.replaceAll("'", "''")}'` : String(value);
}
