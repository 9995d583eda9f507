import { Fragment } from "react";
import { Time } from "../../parts/time.js";
import { type Handover, type Secret, worksNow } from "./handover.js";
import { handoverStateOf } from "./handover-state.js";
import { Hint } from "./hint.js";
import { LastUser } from "./source-name.js";
import type { Verdict } from "./verdict.js";
import { verdictOfTwo } from "./verdict-of-two.js";

/**
 * What the page says of an application's secrets first: one sentence what to do, one why and until when. `isUnseen`: the
 * answer with the current secret got lost.
 */
export function verdictOf(application: Handover, now: number, isUnseen: boolean): Verdict {
  const state = handoverStateOf(application, now);
  switch (state.is) {
    case "public":
      return {
        sign: "–",
        tone: "plain",
        title: "A public application has no secret.",
        why: "It proves itself by nothing that could leak. PKCE keeps what it obtains its own.",
      };
    case "hidden":
      return {
        sign: "–",
        tone: "plain",
        title: "Its secrets are not yours to see.",
        why: "This needs the permission SECRET_READ, which an administrator of the organization can give you.",
      };
    case "disabled":
      return {
        sign: "0",
        tone: "plain",
        title: "It is disabled: none of its secrets work.",
        why: state.current
          ? "They are kept, and work again as soon as it is enabled."
          : "It has no secret either. Rotate to issue its first.",
      };
    case "no secret":
      return { sign: "0", tone: "plain", title: "It has no secret yet.", why: "Rotate to issue its first one." };
    case "contested":
      return {
        sign: "!",
        tone: "bad",
        title: "Two parties seem to hold its secret. Stop every secret.",
        why: (
          <>
            Somebody asked {state.asked ? <With secret={state.asked} /> : "with an older one"} for another new secret{" "}
            <Time at={state.at} />, when the application had fetched its next one already. Unless its job has lost its
            key, somebody has a copy, and {worksNow(application).previous ? "either secret" : "the one that works"} may
            be theirs.
          </>
        ),
        isLeak: true,
      };
    case "two":
      return isUnseen ? UNSEEN : verdictOfTwo(application, state, now);
    case "undone":
      return {
        sign: "1",
        tone: "old",
        title: "One secret works. The rotation was undone.",
        why: (
          <>
            Nobody had used the new one, <Hint of={state.undone} />, by{" "}
            {state.undone.expiresAt && <Time at={state.undone.expiresAt} as="clock" />}: it has stopped, and the old
            one, <Hint of={state.current} />, stayed. Rotate again when the application can take a new one.
          </>
        ),
      };
    case "stopped":
      return afterStop(state.current, state.stopped, isUnseen);
    case "one":
      return withOne(state.current);
  }
}

/** No step before this one: the new secret is in nobody's hands. */
const UNSEEN: Verdict = {
  sign: "2",
  tone: "old",
  title: "Two secrets work. Nobody has seen the new one.",
  why: "The old one works meanwhile. First ask for the answer again, or cancel the rotation.",
};

/** The secret of a contest: it need not be one that works. */
function With({ secret }: { secret: Secret }) {
  const hasStopped = secret.status === "REVOKED" || secret.status === "EXPIRED";
  return (
    <>
      with <Hint of={secret} />
      {hasStopped && ", which has stopped since,"}
    </>
  );
}

function afterStop(current: Secret, stopped: readonly Secret[], isUnseen: boolean): Verdict {
  const title = stopped.length === 1 ? "The older secret was stopped." : "The older secrets were stopped.";
  const which = (
    <>
      {stopped.map((secret, position) => (
        <Fragment key={secret.id}>
          {position > 0 && " and "}
          <Hint of={secret} />
        </Fragment>
      ))}{" "}
      stopped <Time at={current.createdAt} />.
    </>
  );
  if (!current.lastUsedAt) {
    return {
      sign: "1",
      tone: "old",
      title: `${title} Nobody has used the new one yet.`,
      why: (
        <>
          {which}{" "}
          {isUnseen ? (
            <>
              Nothing but <Hint of={current} /> works, and nobody has seen it: first ask for the answer again.
            </>
          ) : (
            <>
              Give <Hint of={current} /> to the application: nothing else works.
            </>
          )}
        </>
      ),
    };
  }
  return {
    sign: "1",
    tone: "new",
    title: `${title} The new one is in use.`,
    why: (
      <>
        {which} <Hint of={current} /> was used <Time at={current.lastUsedAt} />
        <LastUser secret={current} />.
      </>
    ),
  };
}

function withOne(current: Secret): Verdict {
  if (!current.lastUsedAt) {
    return {
      sign: "1",
      tone: "plain",
      title: "One secret works. Nobody has used it yet.",
      why: current.imported ? (
        <>It came along from another system or gateway. Whoever has it there goes on with it here.</>
      ) : (
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
        <LastUser secret={current} />. To replace it, rotate: both work until everybody has gone over.
      </>
    ),
  };
}
