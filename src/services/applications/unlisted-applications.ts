import type { Database } from "../../database/database.js";
import type { Clock } from "../clock.js";
import { LIST_AS_IT_IS } from "./list-columns.js";

/** How many applications one transaction mends, so that no change waits long behind it. */
const BATCH_SIZE = 250;

/** In the order of an index that holds no others. */
const UNLISTED = `SELECT id FROM oauth_applications WHERE listed_version <> version
  ORDER BY organization_id, listed_version, id LIMIT ${BATCH_SIZE}`;

/**
 * Mends the columns for lists of applications that an older gateway has written, and after the upgrade of all. Until
 * then lists look at their secrets instead.
 */
export class UnlistedApplications {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async list(): Promise<void> {
    for (;;) {
      const ids = (await this.database.read.rows(UNLISTED)).map(({ id }) => id);
      if (ids.length === 0) return;
      await this.database.write(async (transaction) => {
        const among = transaction.anyOf("id", "ids");
        // Locked by a statement of its own: the next one sees the secrets of whoever changed one meanwhile.
        await transaction.lockRows(`SELECT id FROM oauth_applications WHERE ${among} ORDER BY id FOR NO KEY UPDATE`, {
          ids,
        });
        await transaction.rows(`${LIST_AS_IT_IS} WHERE ${among}`, { ids, now: this.clock() });
      });
      if (ids.length < BATCH_SIZE) return;
    }
  }
}
