const MAX_ATTEMPTS = 5;

/** The part of an answer that says whether nothing was changed, and when to ask again. */
export interface Refusable {
  errors?: { extensions: { code: string; retryAfterSeconds?: unknown } }[];
}

interface Call {
  isContended: boolean;
}

const underWay = new Set<Call>();

let refusals = 0;

/** How many refusals `patiently` has answered by asking again, in this process. */
export const refusalsBorne = (): number => refusals;

/**
 * Sends a request again, as a client does, when it waited too long behind a contender: a few times, after the seconds
 * that the gateway names. A contender is another such call, or what the caller names; without one, the refusal is the
 * answer. A refused request changed nothing, so counts stay exact.
 */
export async function patiently<T extends Refusable>(send: () => Promise<T>, contender?: string): Promise<T> {
  const call: Call = { isContended: contender !== undefined || underWay.size > 0 };
  for (const other of underWay) other.isContended = true;
  underWay.add(call);
  try {
    for (let attempt = 1; ; attempt++) {
      const answer = await send();
      const seconds = secondsToWait(answer);
      if (seconds === undefined || !call.isContended || attempt === MAX_ATTEMPTS) return answer;
      refusals += 1;
      await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
    }
  } finally {
    underWay.delete(call);
  }
}

function secondsToWait({ errors: [error] = [] }: Refusable): number | undefined {
  const { code, retryAfterSeconds } = error?.extensions ?? {};
  return code === "SERVICE_UNAVAILABLE" && typeof retryAfterSeconds === "number" ? retryAfterSeconds : undefined;
}
