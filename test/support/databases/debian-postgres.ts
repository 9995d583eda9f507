import { execFileSync } from "node:child_process";
import { chown, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onFreePort } from "../processes/ports.js";
import { startServer, userOfServers } from "./installed-server.js";
import { DEBIAN_POSTGRES } from "./installed-servers.js";
import { CLUSTER_SETTINGS } from "./postgres-cluster.js";

export interface DebianPostgres {
  /** `postgres://…` of its maintenance database. */
  url: string;
  stop(): Promise<void>;
}

/** Debian's PostgreSQL with a cluster of its own in a temporary folder. */
export async function startDebianPostgres(): Promise<DebianPostgres> {
  const folder = await mkdtemp(join(tmpdir(), "gateway-debian-postgres-"));
  const program = (name: string) => join(DEBIAN_POSTGRES as string, name);
  const user = userOfServers();
  if (user) await chown(folder, user.uid, user.gid);
  const options = { ...user, cwd: folder };
  const cluster = ["-D", folder, "-U", "postgres", "--auth=trust", "--no-sync", "--encoding=UTF8", "--locale=C"];
  execFileSync(program("initdb"), cluster, { ...options, stdio: "pipe" });
  return onFreePort(async (port) => {
    const settings = [...CLUSTER_SETTINGS, `port=${port}`].flatMap((setting) => ["-c", setting]);
    const url = `postgres://postgres:postgres@127.0.0.1:${port}/postgres`;
    const end = await startServer([program("postgres"), "-D", folder, ...settings], options, url);
    return {
      url,
      async stop() {
        await end("SIGQUIT");
        await rm(folder, { recursive: true, force: true });
      },
    };
  });
}
