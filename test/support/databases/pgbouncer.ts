import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Client } from "pg";
import { onFreePort } from "../processes/ports.js";

const PATH = "/usr/sbin/pgbouncer";

/** Whether Debian's package is installed; without it its tests count as skipped. */
export const HAS_PGBOUNCER = existsSync(PATH);

/** The parameters that a gateway sends at the start of a connection, which PgBouncer does not know. */
const IGNORED = "extra_float_digits,statement_timeout,lock_timeout,idle_in_transaction_session_timeout";

export interface PgBouncer {
  /** The same database, behind it. */
  urlOf(url: string): string;
  stop(): Promise<void>;
}

/** PgBouncer in transaction mode before the server of `url`, with few connections to it. */
export async function startPgBouncer(url: string): Promise<PgBouncer> {
  const { hostname, port: serverPort, username, password } = new URL(url);
  const folder = await mkdtemp(join(tmpdir(), "gateway-pgbouncer-"));
  await chmod(folder, 0o755);
  const file = join(folder, "pgbouncer.ini");
  return onFreePort(async (port) => {
    await writeFile(
      file,
      `[databases]
* = host=${hostname} port=${serverPort} user=${username} password=${password}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = any
pool_mode = transaction
default_pool_size = 6
ignore_startup_parameters = ${IGNORED}
`,
    );
    // It does not run as root.
    const user = process.getuid?.() === 0 ? ["-u", "nobody"] : [];
    const bouncer = spawn(PATH, [...user, file], { stdio: "ignore" });
    const urlOf = (one: string) => one.replace(`:${serverPort}/`, `:${port}/`);
    for (let attempt = 0; attempt < 200 && !(await answers(urlOf(url))); attempt++) await sleep(50);
    return {
      urlOf,
      async stop() {
        const ended = once(bouncer, "exit");
        bouncer.kill("SIGKILL");
        await ended;
        await rm(folder, { recursive: true, force: true });
      },
    };
  });
}

async function answers(url: string): Promise<boolean> {
  const client = new Client({ connectionString: url });
  client.on("error", () => undefined);
  return client.connect().then(
    () => client.end().then(() => true),
    () => false,
  );
}
