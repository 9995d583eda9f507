import type { ReactNode } from "react";
import { Time } from "../../parts/time.js";
import { type Handover, type Secret, worksNow } from "./handover.js";
import { SourceName } from "./source-name.js";
import { refusalsOf, type Use, usesOf } from "./uses.js";

export interface Verdict {
  /** Stands in the circle before it. */
  sign: string;
  tone: "new" | "old" | "bad" | "plain";
  /** What to do. */
  title: string;
  /** Why, and until when. */
  why: ReactNode;
}

/** What the page says of an application's secrets first: one sentence what to do, one why and until when. */
export function verdictOf(application: Handover): Verdict {
  if (application.public) {
    return {
      sign: "–",
      tone: "plain",
      title: "A public application has no secret.",
      why: "It proves itself by nothing that could leak. PKCE keeps what it obtains its own.",
    };
  }
  if (!application.secrets) {
    return {
      sign: "–",
      tone: "plain",
      title: "Its secrets are not yours to see.",
      why: "This needs the permission SECRET_READ, which an administrator of the organization can give you.",
    };
  }
  const { current, previous } = worksNow(application);
  if (!application.enabled) {
    return {
      sign: "0",
      tone: "plain",
      title: "It is disabled: none of its secrets work.",
      why: current
        ? "They are kept, and work again as soon as it is enabled."
        : "It has no secret either. Rotate to issue its first.",
    };
  }
  if (!current) {
    return { sign: "0", tone: "plain", title: "It has no secret yet.", why: "Rotate to issue its first one." };
  }
  if (application.rotation && previous) return duringRotation(application, current, previous);
  return withOne(application, current);
}

/** How long a refusal is the first thing to say; its trace stays in the table for longer. */
const NEWS_MILLISECONDS = 24 * 3_600_000;

function withOne({ secrets }: Handover, current: Secret): Verdict {
  const isNews = ({ lastAt }: Use) => Date.parse(lastAt) > Date.now() - NEWS_MILLISECONDS;
  const tried = secrets?.find((secret) => refusalsOf(secret).some(isNews));
  const [refused] = refusalsOf(tried);
  if (tried && refused) {
    return {
      sign: "!",
      tone: "bad",
      title: "Somebody still tries a secret that has stopped.",
      why: (
        <>
          {tried.hint} was refused <Time at={refused.lastAt} />, from <SourceName use={refused} />. If that is yours, it
          needs the one that works, {current.hint}. If it is not, somebody has a copy of the one that has stopped.
        </>
      ),
    };
  }
  const undone = undoneSecret(secrets, current);
  if (undone?.expiresAt) {
    return {
      sign: "1",
      tone: "old",
      title: "One secret works. The rotation was undone.",
      why: (
        <>
          Nobody had used the new one, {undone.hint}, by <Time at={undone.expiresAt} as="clock" />: it has stopped, and
          the old one, {current.hint}, stayed. Rotate again when the application can take a new one.
        </>
      ),
    };
  }
  if (!current.lastUsedAt) {
    return {
      sign: "1",
      tone: "plain",
      title: "One secret works. Nobody has used it yet.",
      why: (
        <>
          It was issued <Time at={current.createdAt} />. If it never reached the application, rotate to get another one.
        </>
      ),
    };
  }
  return {
    sign: "1",
    tone: "new",
    title: "One secret works, and it is in use.",
    why: (
      <>
        It was used <Time at={current.lastUsedAt} />
        <By secret={current} />. To replace it, rotate: both work until everybody has gone over.
      </>
    ),
  };
}

/** A new secret that nobody used in time: it ended by itself before the one that it was to replace. */
function undoneSecret(secrets: Handover["secrets"], current: Secret): Secret | undefined {
  return secrets?.find(
    ({ status, createdAt, expiresAt }) =>
      status === "EXPIRED" &&
      Date.parse(createdAt) > Date.parse(current.createdAt) &&
      Date.parse(expiresAt ?? "") > Date.now() - NEWS_MILLISECONDS,
  );
}

function duringRotation(application: Handover, current: Secret, previous: Secret): Verdict {
  const { rotation } = application;
  const end = (
    <>
      {rotation?.confirmedAt && (
        <>
          The new one was confirmed by its first use <Time at={rotation.confirmedAt} />.{" "}
        </>
      )}
      {rotation?.endsAt ? (
        <>
          The old one stops by itself <Time at={rotation.endsAt} />.
        </>
      ) : (
        "The old one works until you complete the rotation."
      )}
    </>
  );
  switch (rotation?.reason) {
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
            With the first use of {current.hint} the old one gets its end. If nobody uses it until{" "}
            {rotation.confirmBy && <Time at={rotation.confirmBy} as="clock" />}, it stops, and the old one stays.
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
            <By secret={previous} />. {end}
          </>
        ),
      };
    default: {
      const endsFirst = rotation?.endsAt && Date.parse(rotation.endsAt) < earliestSafe(application, previous);
      return {
        sign: "2",
        tone: "old",
        title: "Two secrets work. Do not let go of the old one yet.",
        why: (
          <>
            It was used {previous.lastUsedAt && <Time at={previous.lastUsedAt} />}
            <By secret={previous} />.{" "}
            {rotation?.safeAt ? (
              <>
                If nobody uses it again, it will be safe at <Time at={rotation.safeAt} as="clock" />.
              </>
            ) : (
              <>Nobody has used the new one yet: put {current.hint} where the application reads its secret.</>
            )}{" "}
            {endsFirst ? (
              <>
                It stops by itself before it is safe, <Time at={rotation?.endsAt ?? ""} />: move the end, lest somebody
                is locked out.
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
function earliestSafe({ rotation, secretQuietSeconds }: Handover, previous: Secret): number {
  if (rotation?.safeAt) return Date.parse(rotation.safeAt);
  return previous.lastUsedAt ? Date.parse(previous.lastUsedAt) + secretQuietSeconds * 1000 : 0;
}

/** "by 10.4.2.17 (export-job/2.3)": the last one, where the gateway says who that was. */
function By({ secret }: { secret: Secret }) {
  const [last] = usesOf(secret);
  return (
    last && (
      <>
        {" "}
        by <SourceName use={last} />
      </>
    )
  );
}
