import { ApolloProvider } from "@apollo/client/react";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { createApolloClient } from "./apollo-client.js";
import { ApplicationsPage } from "./applications-page.js";
import { Boundary } from "./boundary.js";
import { NewSecrets } from "./new-secrets.js";

// Of whoever signs in: an access token of your issuer. To try it, an API token; it stays in memory.
const token = window.prompt("Your token (ogt_…)") ?? "";
const client = createApolloClient(import.meta.env.VITE_GATEWAY_URL ?? "http://127.0.0.1:4000", () => token);

createRoot(document.getElementById("root") ?? document.body).render(
  <StrictMode>
    <ApolloProvider client={client}>
      <NewSecrets>
        <Boundary>
          <ApplicationsPage />
        </Boundary>
      </NewSecrets>
    </ApolloProvider>
  </StrictMode>,
);
