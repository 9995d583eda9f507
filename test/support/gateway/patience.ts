const MAX_ATTEMPTS = 5;

/** What a gateway answers, as far as it says that nothing was changed and when to come back. */
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
 * Sends again, as a client does, what waited in vain behind a contender: after as many seconds as the gateway says, a few
 * times. A contender is another such call under way, or what the caller names. Where there is none, a refusal is the
 * answer. Since nothing was changed by what is refused, counts are exact all the same.
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
