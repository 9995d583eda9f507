import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";

const VERSIONS = "/usr/lib/postgresql";

/** Path of Debian's PgBouncer; undefined where it is not installed. */
export const PGBOUNCER = ["/usr/sbin/pgbouncer"].find(existsSync);

/** Folder of the programs of Debian's PostgreSQL, the oldest one that is installed; undefined where there is none. */
export const DEBIAN_POSTGRES = (existsSync(VERSIONS) ? readdirSync(VERSIONS) : [])
  .toSorted((one, other) => Number(one) - Number(other))
  .map((version) => join(VERSIONS, version, "bin"))
  .find((folder) => existsSync(join(folder, "postgres")));
