import type { DatabaseKind } from "./databases.js";
import type { Answer } from "./graphql-client.js";

const MAX_ATTEMPTS = 30;

/**
 * Sends again what was answered with SERVICE_UNAVAILABLE, as a client does: PostgreSQL's pool refuses what waits too
 * long on a busy machine. Since nothing was changed then, counts are exact all the same. SQLite has no excuse.
 */
export async function patiently<T>(kind: DatabaseKind, send: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      const answer = await send();
      const code = (answer as Partial<Answer>).errors?.[0]?.extensions.code;
      if (code !== "SERVICE_UNAVAILABLE" || kind === "sqlite" || attempt === MAX_ATTEMPTS) return answer;
    } catch (error) {
      if (!/SERVICE_UNAVAILABLE/.test(String(error)) || kind === "sqlite" || attempt === MAX_ATTEMPTS) throw error;
    }
  }
}
