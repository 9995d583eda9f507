import { useState } from "react";
import { gatewayErrors, isInDoubt } from "../../api/gateway-errors.js";
import type { RotateSecretInput } from "../../api/gql/graphql.js";
import { inWords } from "../../parts/duration.js";
import { useSecretOnce } from "../once/use-secret-once.js";
import { type Handover, worksNow } from "../page/handover.js";
import { useLookAgain } from "../page/use-look-again.js";
import { ROTATE_SECRET } from "./mutations.js";

/** A rotation of which no answer came: it may have issued a secret that nobody has seen. */
export interface LostSecret {
  policy: RotateSecretInput["previousSecret"];
  /** The secret that was current when it was asked for. */
  currentId: string | undefined;
  /** The version of the application that it was asked for. */
  version: number;
  /** When it was known that no answer came, in milliseconds. */
  at: number;
  /** Asks for its answer again, and shows the secret. Gives what went wrong, and whether the gateway could be reached then. */
  askAgain: () => Promise<{ error?: unknown; isReached: boolean }>;
}

type Wanted = Pick<RotateSecretInput, "confirmWithinSeconds" | "overlapSeconds" | "previousSecret" | "revokeTokens">;

/** Rotates, and shows the secret. `rotate` gives whether it is over: done, or lost on the way, which `onLost` hears of. */
export function useRotate(application: Handover, onLost: (lost: LostSecret) => void) {
  const { issue, busy, error } = useSecretOnce(ROTATE_SECRET);
  const lookAgain = useLookAgain(application.id);
  const { id, name, clientId, version } = application;
  const { current } = worksNow(application);
  const [seen] = useState(version);
  const rotate = async (wanted: Wanted): Promise<boolean> => {
    // What stops everything is refused for nothing that came between; anything else is meant for what was seen.
    const expectedVersion = wanted.previousSecret === "REVOKE" ? undefined : seen;
    const ask = () =>
      issue({ input: { ...wanted, oauthApplicationId: id, expectedVersion } }, ({ rotateSecret }) => {
        const plaintext = rotateSecret?.clientSecret ?? rotateSecret?.sealedClientSecret;
        if (!plaintext) return null;
        return {
          kind: "client secret",
          name,
          clientId,
          plaintext,
          isSealed: !rotateSecret?.clientSecret,
          note: noteOf(wanted, current?.hint),
          handover: !current ? "first" : wanted.previousSecret === "REVOKE" ? "instead" : "beside",
        };
      });
    const answer = await ask();
    const isLost = answer.error ? gatewayErrors(answer.error).some(isInDoubt) : false;
    const askAgain = async () => {
      const again = await ask();
      const isReached = !(await lookAgain());
      return { error: again.error, isReached };
    };
    if (isLost) onLost({ policy: wanted.previousSecret, currentId: current?.id, version, at: Date.now(), askAgain });
    await lookAgain();
    return isLost || !answer.error;
  };
  return { rotate, busy, error };
}

function noteOf({ previousSecret, overlapSeconds }: Wanted, hint: string | undefined): string {
  if (!hint) return "Give it to the application: nothing works without it.";
  if (previousSecret === "REVOKE") return "Every older secret has stopped. Give this one to the application now.";
  return `The old secret ${hint} goes on working ${howLong(previousSecret, overlapSeconds ?? 0)}. The page behind this says who still uses it.`;
}

function howLong(policy: Wanted["previousSecret"], overlapSeconds: number): string {
  if (policy === "KEEP") return "until you complete the rotation";
  if (policy !== "CONFIRM") return `for ${inWords(overlapSeconds)}`;
  const first = "until this one is used for the first time";
  return overlapSeconds === 0 ? first : `${first}, then for ${inWords(overlapSeconds)}`;
}
