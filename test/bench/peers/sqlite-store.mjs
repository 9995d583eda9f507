// What the peers serve on SQLite. Statements are prepared once, reads have a connection of their own, and each change is
// one transaction at synchronous=FULL.
import sqlite3 from "sqlite3";
import { APPLICATION, SECRET, STATEMENTS, usable } from "./statements.mjs";
import { storeOver } from "./work.mjs";

const { token, application, page, organization, digests, ...changes } = STATEMENTS;

const READS = {
  token,
  application,
  page,
  organization,
  digests,
  secrets: `${SECRET} WHERE oauth_application_id IN (SELECT value FROM json_each($1)) ORDER BY id DESC`,
  client: "SELECT * FROM oauth_applications WHERE client_id = $1",
};

const WRITES = {
  ...changes,
  application,
  client: `${APPLICATION} WHERE client_id = $1 AND organization_id = $2`,
  begin: "BEGIN IMMEDIATE",
  commit: "COMMIT",
  rollback: "ROLLBACK",
  raiseVersion: "UPDATE oauth_applications SET version = version + 1, updated_at = $1 WHERE id = $2",
  revoke: `UPDATE client_secrets SET revoked_at = $1 WHERE oauth_application_id = $2 AND ${usable("$1")}`,
};

export async function openStore(env) {
  const path = env.DATABASE_URL.replace(/^sqlite:/, "");
  const read = await connect(path, sqlite3.OPEN_READONLY, READS);
  const write = await connect(path, sqlite3.OPEN_READWRITE, WRITES, [
    "journal_mode = WAL",
    "synchronous = FULL",
    "temp_store = MEMORY",
    "wal_autocheckpoint = 4000",
  ]);
  let tail = Promise.resolve();

  /** One transaction at a time. */
  function transaction(work) {
    const result = tail.then(async () => {
      await write("begin");
      try {
        const answer = await work(write);
        await write("commit");
        return answer;
      } catch (error) {
        await write("rollback");
        throw error;
      }
    });
    tail = result.catch(() => undefined);
    return result;
  }

  return storeOver(env, {
    read,
    secretsOf: (applicationIds) => read("secrets", JSON.stringify(applicationIds)),
    transaction,

    async revokeAll(_, actor, id, now) {
      const [row] = await write("application", id, actor.organizationId);
      if (!row) throw new Error("not found");
      await write("raiseVersion", now, id);
      const [previous] = await write("usable", id, now);
      await write("revoke", now, id);
      return { version: row.version + 1, previousId: previous?.id ?? null };
    },

    async raiseVersionOf(_, actor, clientId, now) {
      const [row] = await write("client", clientId, actor.organizationId);
      if (!row) throw new Error("not found");
      await write("raiseVersion", now, row.id);
      return row.id;
    },

    saveToken: (row) => transaction(() => write("insertToken", ...row)),
  });
}

/** A connection with its statements, prepared once: the function answers the rows of one by its name. */
async function connect(path, flags, statements, pragmas = []) {
  const database = await new Promise((resolve, reject) => {
    const opened = new sqlite3.Database(path, flags, (error) => (error ? reject(error) : resolve(opened)));
  });
  for (const pragma of pragmas) await new Promise((resolve) => database.all(`PRAGMA ${pragma}`, resolve));
  const prepared = new Map(Object.entries(statements).map(([name, sql]) => [name, database.prepare(sql)]));
  return (name, ...values) =>
    new Promise((resolve, reject) =>
      prepared.get(name).all(values, (error, rows) => (error ? reject(error) : resolve(rows))),
    );
}
