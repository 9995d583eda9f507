import { useEffect, useEffectEvent } from "react";
import { useTell } from "../parts/toasts.js";
import { useSessionState } from "./session-context.js";
import { useViewer } from "./viewer-context.js";

/** Isolated, so that a name does not turn the text around it. */
const isolated = (name: string) => `\u2068${name}\u2069`;

/** Says what a link has done, since it may be anybody's: who opens it works in the organization of who made it. */
export function ToldOfLink() {
  const state = useSessionState();
  const { organization, role } = useViewer();
  const tell = useTell();
  const link = state.phase === "signed in" ? state.link : undefined;
  const say = useEffectEvent((outcome: NonNullable<typeof link>["outcome"]) =>
    tell(
      {
        "signed in": `A link has signed you in to ${isolated(organization.name)} as ${role}. If it is not yours, sign out.`,
        "not used": "You are signed in already, so the link was not used. Sign out to use it.",
        refused: "This link does not sign in. Ask for another, or paste a token.",
      }[outcome],
    ),
  );
  useEffect(() => {
    if (link) say(link.outcome);
  }, [link]);
  return null;
}
