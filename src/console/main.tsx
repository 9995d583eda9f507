import "./tokens.css";
import "./base.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app.js";
import { Session } from "./session/session.js";
import { beginTheme } from "./shell/theme.js";

beginTheme();
const session = new Session();
void session.start();

createRoot(document.getElementById("root") ?? document.body).render(
  <StrictMode>
    <App session={session} />
  </StrictMode>,
);
