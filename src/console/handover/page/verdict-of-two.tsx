import type { ReactNode } from "react";
import { Time } from "../../parts/time.js";
import type { Handover } from "./handover.js";
import type { HandoverState } from "./handover-state.js";
import { Hint } from "./hint.js";
import { overlapSays } from "./overlap-says.js";
import { LastUser, SourceName } from "./source-name.js";
import { allGoneOver } from "./uses.js";
import type { Verdict } from "./verdict.js";

type TwoSecrets = Extract<HandoverState, { is: "two" }>;

/** What is said first while two secrets work: whether the old one can go, and if not, why and until when. */
export function verdictOfTwo(application: Handover, two: TwoSecrets, now: number): Verdict {
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
            The new one is in use, and nobody has used the old one{" "}
            {previous.lastUsedAt ? (
              <>
                since <Time at={previous.lastUsedAt} as="clock" />
              </>
            ) : (
              "here"
            )}
            . {end}
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
            Once somebody uses <Hint of={current} />, the old one {overlapSays(rotation)}. If nobody does by{" "}
            {rotation.confirmBy && <Time at={rotation.confirmBy} as="clock" />}, the new one stops, and the old one
            stays.
          </>
        ),
      };
    case "PREVIOUS_IMPORTED":
      return {
        sign: "2",
        tone: "old",
        title: "Two secrets work. Do not let go of the old one yet.",
        why: (
          <>
            It came along from another system or gateway, and may still be in use there.{" "}
            {rotation.safeAt ? (
              <>
                If nobody uses it {previous.lastUsedAt ? "again" : "here"}, it will be safe at{" "}
                <Time at={rotation.safeAt} as="clock" />.
              </>
            ) : (
              <>
                Nobody has used <Hint of={current} /> here yet.
              </>
            )}{" "}
            {rotation.endsAt && !(rotation.safeAt && rotation.safeAt <= rotation.endsAt) ? (
              <>
                It stops by itself <Time at={rotation.endsAt} />: change the times if that is before everybody has moved
                over.
              </>
            ) : (
              end
            )}
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
            Put <Hint of={current} /> where the application reads its secret. The old one was used{" "}
            {previous.lastUsedAt && <Time at={previous.lastUsedAt} />}
            <LastUser secret={previous} />. {end}
          </>
        ),
      };
    default:
      return stillInUse(application, two, end, now);
  }
}

/** Why it is too early; where whoever used the old one has gone over, that it is only a matter of time. */
function stillInUse(application: Handover, two: TwoSecrets, end: ReactNode, now: number): Verdict {
  const { current, previous, rotation } = two;
  const gone = allGoneOver(previous, current, now - application.secretQuietSeconds * 1000);
  const endsFirst = rotation.endsAt && Date.parse(rotation.endsAt) < earliestSafe(application, two, now);
  const verdict = { sign: "2", tone: "old", title: "Two secrets work. Do not let go of the old one yet." } as const;
  if (gone[0] && rotation.safeAt) {
    return {
      ...verdict,
      why: (
        <>
          {gone.length === 1 ? (
            <>
              <SourceName use={gone[0]} /> has gone over to <Hint of={current} />
            </>
          ) : (
            <>
              All {gone.length} who used it lately have gone over to <Hint of={current} />
            </>
          )}
          ; nobody else is seen. It was used <Time at={gone[0].lastAt} />, and counts as quiet from{" "}
          <Time at={rotation.safeAt} as="clock" /> on. {end}
        </>
      ),
    };
  }
  return {
    ...verdict,
    why: (
      <>
        It was used {previous.lastUsedAt && <Time at={previous.lastUsedAt} />}
        <LastUser secret={previous} />.{" "}
        {rotation.safeAt ? (
          <>
            If nobody uses it again, it will be safe at <Time at={rotation.safeAt} as="clock" />.
          </>
        ) : (
          <>
            Nobody has used the new one yet: put <Hint of={current} /> where the application reads its secret.
          </>
        )}{" "}
        {endsFirst && rotation.endsAt ? (
          <>
            It stops by itself before it is safe, <Time at={rotation.endsAt} />: change the times, lest somebody is
            locked out.
          </>
        ) : (
          end
        )}
      </>
    ),
  };
}

/** When the old one is safe to let go if nobody uses it again, in milliseconds; as if the new one were in use from now on. */
function earliestSafe({ secretQuietSeconds }: Handover, { previous, rotation }: TwoSecrets, now: number): number {
  if (rotation.safeAt) return Date.parse(rotation.safeAt);
  const since = previous.imported ? now : previous.lastUsedAt && Date.parse(previous.lastUsedAt);
  return since ? since + secretQuietSeconds * 1000 : 0;
}
