import type { ApolloClient } from "@apollo/client";
import { ApolloProvider } from "@apollo/client/react";
import { act, cleanup, configure, fireEvent, render, screen } from "@testing-library/react";
import { StrictMode } from "react";
import { onTestFinished } from "vitest";
import { ApplicationsPage } from "./src/applications-page.js";
import { Boundary } from "./src/boundary.js";
import { NewSecrets } from "./src/new-secrets.js";

configure({ asyncUtilTimeout: 120_000 });
// Whoever clicks means it.
window.confirm = () => true;

/** Opens the page and waits for the first answer. It closes with the test. */
export async function openPage(client: ApolloClient, pageSize?: number): Promise<typeof screen> {
  onTestFinished(cleanup);
  await act(async () =>
    render(
      <StrictMode>
        <ApolloProvider client={client}>
          <NewSecrets>
            <Boundary>
              <ApplicationsPage pageSize={pageSize} />
            </Boundary>
          </NewSecrets>
        </ApolloProvider>
      </StrictMode>,
    ),
  );
  // By its tag: to find roles takes longer than to render the page.
  await screen.findByText(/applications$/i, { selector: "h1" });
  return screen;
}

/** Names of the applications as the page shows them, from top to bottom. */
export function shownNames(): (string | null | undefined)[] {
  return [...document.querySelectorAll("li")].map((row) => row.querySelector("strong")?.textContent);
}

/** Clicks, and lets React render what follows at once. */
export async function click(element: HTMLElement): Promise<void> {
  await act(async () => void fireEvent.click(element));
}

/** Types into a field and sends its form. */
export async function submit(field: HTMLElement, value: string): Promise<void> {
  await act(async () => void fireEvent.change(field, { target: { value } }));
  await act(async () => void fireEvent.submit(field.closest("form") ?? field));
}
