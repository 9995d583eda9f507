import "../tokens.css";
import "../base.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { Session } from "../session/session.js";
import { SessionProvider, useSessionState } from "../session/session-context.js";
import { SignInPage } from "../session/sign-in-page.js";
import { chosenTheme, showTheme } from "../shell/theme.js";

showTheme(chosenTheme());
const session = new Session();
void session.start();

function GraphiQLPage() {
  const state = useSessionState();
  return state.phase === "signed out" ? <SignInPage notice={state.notice} /> : null;
}

createRoot(document.getElementById("root") ?? document.body).render(
  <StrictMode>
    <SessionProvider session={session}>
      <GraphiQLPage />
    </SessionProvider>
  </StrictMode>,
);
