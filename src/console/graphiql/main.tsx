import "../tokens.css";
import "../base.css";
import { CSPProvider } from "@base-ui/react/csp-provider";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { Session } from "../session/session.js";
import { SessionProvider } from "../session/session-context.js";
import { beginTheme } from "../shell/theme.js";
import { GraphiQLVisit } from "./graphiql-visit.js";

beginTheme();
const session = new Session();
void session.start();

createRoot(document.getElementById("root") ?? document.body).render(
  <StrictMode>
    <CSPProvider disableStyleElements>
      <SessionProvider session={session}>
        <GraphiQLVisit />
      </SessionProvider>
    </CSPProvider>
  </StrictMode>,
);
