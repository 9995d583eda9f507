import { DEBIAN_POSTGRES, PGBOUNCER } from "./installed-servers.js";

/** Before the tests of other servers than npm's: says why they are skipped where they are. */
export function setup(): void {
  if (!PGBOUNCER) console.warn("There is no PgBouncer, so its tests are skipped: install Debian's pgbouncer.");
  if (!DEBIAN_POSTGRES) {
    console.warn("There is no PostgreSQL of Debian's, so its tests are skipped: install Debian's postgresql.");
  }
}
