import { Time } from "../../parts/time.js";
import type { Handover } from "./handover.js";
import type { HandoverState } from "./handover-state.js";
import { overlapSays } from "./overlap-says.js";
import { LastUser } from "./source-name.js";
import type { Verdict } from "./verdict.js";

type TwoSecrets = Extract<HandoverState, { is: "two" }>;

/** What is said first while two secrets work: whether the old one can go, and if not, why and until when. */
export function verdictOfTwo(application: Handover, two: TwoSecrets): Verdict {
  const { current, previous, rotation } = two;
  const end = (
    <>
      {rotation.confirmedAt && (
        <>
          The new one was confirmed by its first use <Time at={rotation.confirmedAt} />.{" "}
        </>
      )}
      {rotation.endsAt ? (
        <>
          The old one stops by itself <Time at={rotation.endsAt} />.
        </>
      ) : (
        "The old one works until you complete the rotation."
      )}
    </>
  );
  switch (rotation.reason) {
    case "PREVIOUS_NEVER_USED":
      return {
        sign: "✓",
        tone: "new",
        title: "Two secrets work. You can let go of the old one.",
        why: <>Nobody has ever used it. {end}</>,
      };
    case "PREVIOUS_QUIET":
      return {
        sign: "✓",
        tone: "new",
        title: "Two secrets work. You can let go of the old one.",
        why: (
          <>
            The new one is in use, and nobody has used the old one since{" "}
            {previous.lastUsedAt && <Time at={previous.lastUsedAt} as="clock" />}. {end}
          </>
        ),
      };
    case "CONFIRMING":
      return {
        sign: "2",
        tone: "old",
        title: "Two secrets work. The new one is still to be used.",
        why: (
          <>
            Once somebody uses {current.hint}, the old one {overlapSays(rotation)}. If nobody does by{" "}
            {rotation.confirmBy && <Time at={rotation.confirmBy} as="clock" />}, the new one stops, and the old one
            stays.
          </>
        ),
      };
    case "CURRENT_NEVER_USED":
      return {
        sign: "2",
        tone: "old",
        title: "Two secrets work. Nobody has used the new one yet.",
        why: (
          <>
            Put {current.hint} where the application reads its secret. The old one was used{" "}
            {previous.lastUsedAt && <Time at={previous.lastUsedAt} />}
            <LastUser secret={previous} />. {end}
          </>
        ),
      };
    default: {
      const endsFirst = rotation.endsAt && Date.parse(rotation.endsAt) < earliestSafe(application, two);
      return {
        sign: "2",
        tone: "old",
        title: "Two secrets work. Do not let go of the old one yet.",
        why: (
          <>
            It was used {previous.lastUsedAt && <Time at={previous.lastUsedAt} />}
            <LastUser secret={previous} />.{" "}
            {rotation.safeAt ? (
              <>
                If nobody uses it again, it will be safe at <Time at={rotation.safeAt} as="clock" />.
              </>
            ) : (
              <>Nobody has used the new one yet: put {current.hint} where the application reads its secret.</>
            )}{" "}
            {endsFirst && rotation.endsAt ? (
              <>
                It stops by itself before it is safe, <Time at={rotation.endsAt} />: move the end, lest somebody is
                locked out.
              </>
            ) : (
              end
            )}
          </>
        ),
      };
    }
  }
}

/** When the old one is safe to let go if nobody uses it again, in milliseconds; as if the new one were in use by then. */
function earliestSafe({ secretQuietSeconds }: Handover, { previous, rotation }: TwoSecrets): number {
  if (rotation.safeAt) return Date.parse(rotation.safeAt);
  return previous.lastUsedAt ? Date.parse(previous.lastUsedAt) + secretQuietSeconds * 1000 : 0;
}
