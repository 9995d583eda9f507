import { useSyncExternalStore } from "react";
import { CheckField } from "../parts/field.js";
import { keptCredential } from "../session/credential.js";
import { useSession } from "../session/session-context.js";
import { useViewer } from "../session/viewer-context.js";

/** Whoever came by a link has never seen the token, and a link works once: without this a reload is the end. */
export function KeepForTab() {
  const session = useSession();
  const { actor } = useViewer();
  const isKept = useSyncExternalStore(session.subscribe, () => keptCredential() !== null);
  if (actor.kind !== "API_TOKEN") return null;
  return (
    <CheckField
      label="Keep for this tab"
      hint="Otherwise a reload signs you out."
      checked={isKept}
      onChange={({ target }) => session.keepForTab(target.checked)}
    />
  );
}
