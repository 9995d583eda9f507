import type { Credential } from "../api/client.js";
import { isCredential } from "./credential.js";

export interface OtherTabsListener {
  /** Somebody has opened another tab; what this one answers with, if it is signed in. */
  asked(): Credential | null;
  signedIn(credential: Credential): void;
  signedOut(): void;
}

type Message = { kind: "asked" } | { kind: "signed in"; credential: unknown } | { kind: "signed out" };

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
        listener.signedIn(data.credential);
      }
    };
  }

  ask(): void {
    this.#line.postMessage({ kind: "asked" } satisfies Message);
  }

  tellSignedIn(credential: Credential): void {
    this.#line.postMessage({ kind: "signed in", credential } satisfies Message);
  }

  tellSignedOut(): void {
    this.#line.postMessage({ kind: "signed out" } satisfies Message);
  }
}
