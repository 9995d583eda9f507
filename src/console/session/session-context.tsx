import { createContext, type ReactNode, useContext, useSyncExternalStore } from "react";
import type { Session } from "./session.js";
import type { SessionState } from "./session-state.js";

const Context = createContext<Session | null>(null);

export function SessionProvider({ session, children }: { session: Session; children: ReactNode }) {
  return <Context value={session}>{children}</Context>;
}

export function useSession(): Session {
  const session = useContext(Context);
  if (!session) throw new Error("There is no SessionProvider around this.");
  return session;
}

export function useSessionState(): SessionState {
  const session = useSession();
  return useSyncExternalStore(session.subscribe, session.state);
}
