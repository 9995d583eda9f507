import { chown, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onFreePort } from "../processes/ports.js";
import { startServer, userOfServers } from "./installed-server.js";
import { PGBOUNCER } from "./installed-servers.js";

export interface PgBouncer {
  /** The same database, behind it. */
  urlOf(url: string): string;
  stop(): Promise<void>;
}

/** PgBouncer in transaction mode, otherwise as it comes, before the server of `url`, with few connections to it. */
export async function startPgBouncer(url: string): Promise<PgBouncer> {
  const { hostname, port: serverPort, username, password } = new URL(url);
  const folder = await mkdtemp(join(tmpdir(), "gateway-pgbouncer-"));
  const user = userOfServers();
  if (user) await chown(folder, user.uid, user.gid);
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
`,
    );
    const urlOf = (one: string) => one.replace(`:${serverPort}/`, `:${port}/`);
    const end = await startServer([PGBOUNCER as string, file], { ...user }, urlOf(url));
    return {
      urlOf,
      async stop() {
        await end("SIGKILL");
        await rm(folder, { recursive: true, force: true });
      },
    };
  });
}
