import type { Credential } from "../api/client.js";

/** The code of a sign-in link, taken out of the address bar and the history before anything else happens. */
export function takeSignInCode(): string | null {
  const code = new URLSearchParams(location.hash.slice(1)).get("sign-in");
  if (code !== null) history.replaceState(history.state, "", location.pathname + location.search);
  return code;
}

/** Calls with the code of each link that is opened where the page is already: the browser loads nothing then. */
export function heedLinks(heed: (code: string) => void): void {
  window.addEventListener("hashchange", () => {
    const code = takeSignInCode();
    if (code !== null) heed(code);
  });
}

/** Exchanges a code for a token of its own; a text says why there is none. */
export async function exchangeSignInCode(code: string): Promise<Credential | string> {
  try {
    const answer = await fetch("/console/sign-in", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ code }),
    });
    if (answer.status === 401) {
      return "This link does not sign in any more: it works once, and for ten minutes. Ask for another, or paste a token.";
    }
    if (answer.status === 429) return "Too many requests. Please wait a minute, then open the link again.";
    const { token } = (await answer.json()) as { token?: unknown };
    if (answer.ok && typeof token === "string") return { token };
  } catch {
    // What is no answer of the gateway is said below.
  }
  return "The gateway did not answer. The link may have been used up: ask for another, or paste a token.";
}
