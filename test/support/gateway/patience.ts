const MAX_ATTEMPTS = 30;

interface Refused {
  errors?: { extensions: Record<string, unknown> }[];
}

/**
 * Sends again what was answered with SERVICE_UNAVAILABLE, as a client does: on a busy machine a change may wait longer
 * than it may. Since nothing was changed then, counts are exact all the same.
 */
export async function patiently<T>(send: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      const answer = await send();
      const error = (answer as Refused).errors?.[0]?.extensions;
      const isSafe = error?.code === "SERVICE_UNAVAILABLE" && error.retryAfterSeconds !== undefined;
      if (!isSafe || attempt === MAX_ATTEMPTS) return answer;
    } catch (error) {
      if (!/SERVICE_UNAVAILABLE.*retryAfterSeconds/.test(String(error)) || attempt === MAX_ATTEMPTS) throw error;
    }
  }
}
