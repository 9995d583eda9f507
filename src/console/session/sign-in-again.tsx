import { Suspense } from "react";
import { Button } from "../parts/button.js";
import { Dialog } from "../parts/dialog.js";
import { useSession, useSessionState } from "./session-context.js";
import { WaysIn } from "./ways-in.js";

/** Asks over the page, which stays as it is, when the gateway does not know the token any more. */
export function SignInAgain() {
  const session = useSession();
  const state = useSessionState();
  return (
    <Dialog
      open={state.phase === "signed in" && state.ended}
      title="Your sign-in has ended"
      description="The token has expired or was revoked. The page stays as it is, and goes on when you sign in again."
    >
      <Suspense>
        <WaysIn beside />
      </Suspense>
      <Button tone="quiet" onClick={() => session.signOut()}>
        Sign out and leave the page
      </Button>
    </Dialog>
  );
}
