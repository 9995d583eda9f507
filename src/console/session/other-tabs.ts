import type { Credential } from "../api/client.js";
import { isCredential } from "./credential.js";
import type { IssuerTokens } from "./issuer/authorization.js";

export interface OtherTabsListener {
  /** Somebody has opened another tab; what this one answers with, if it is signed in. */
  asked(): Credential | null;
  /** `tokens` come from a window that was opened to sign in for another tab, and is closed then. */
  signedIn(credential: Credential, tokens?: IssuerTokens): void;
  /** A tab has got another token in place of one that others may have from it. */
  renewed(previous: string, token: string): void;
  signedOut(): void;
}

type Message =
  | { kind: "asked" }
  | { kind: "signed in"; credential: unknown; tokens?: IssuerTokens }
  | { kind: "renewed"; previous: string; token: string }
  | { kind: "signed out" };

/** The other tabs of this browser on this origin: a token goes from one to the next without being stored. */
export class OtherTabs {
  readonly #line = new BroadcastChannel("oauth-app-gateway console");

  constructor(listener: OtherTabsListener) {
    this.#line.onmessage = ({ data }: MessageEvent<Message>) => {
      if (data.kind === "asked") {
        const credential = listener.asked();
        if (credential) this.tellSignedIn(credential);
      } else if (data.kind === "signed out") {
        listener.signedOut();
      } else if (data.kind === "signed in" && isCredential(data.credential)) {
        listener.signedIn(data.credential, data.tokens);
      } else if (data.kind === "renewed") {
        listener.renewed(data.previous, data.token);
      }
    };
  }

  ask(): void {
    this.#line.postMessage({ kind: "asked" } satisfies Message);
  }

  tellSignedIn(credential: Credential, tokens?: IssuerTokens): void {
    this.#line.postMessage({ kind: "signed in", credential, ...(tokens && { tokens }) } satisfies Message);
  }

  tellRenewed(previous: string, token: string): void {
    this.#line.postMessage({ kind: "renewed", previous, token } satisfies Message);
  }

  tellSignedOut(): void {
    this.#line.postMessage({ kind: "signed out" } satisfies Message);
  }
}
