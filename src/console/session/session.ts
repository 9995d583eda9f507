import type { ApolloClient } from "@apollo/client";
import { type Credential, createClient } from "../api/client.js";
import { Reachability } from "../api/reachability.js";
import { forgetCredential, keepCredential, keptCredential } from "./credential.js";
import { OtherTabs } from "./other-tabs.js";
import { exchangeSignInCode, takeSignInCode } from "./sign-in-code.js";
import { VIEWER } from "./viewer.js";

/** What becomes of a page without a session when no other tab has answered by then; one that answers later still counts. */
const OTHER_TABS_MILLISECONDS = 150;

export interface SignedIn {
  phase: "signed in";
  /** Counts the sign-ins of this page: what one has on the screen does not outlive it. */
  visit: number;
  /** A client of its own for each sign-in: nothing that one person has read is there for the next. */
  client: ApolloClient;
  /** What its requests carry; changed in place, so that a new token goes on with the same page. */
  asking: { credential: Credential };
  /** Identifier of the organization, as far as it is known. */
  organizationId?: string;
  /** The gateway does not know the token any more: the page stays, and asks over itself to sign in again. */
  ended: boolean;
}

export type SessionState = { phase: "starting" } | { phase: "signed out"; notice?: string } | SignedIn;

/** Who is signed in on this page. The token is in memory, and in this tab's storage if that was asked for. */
export class Session {
  readonly reachability = new Reachability();
  #state: SessionState = { phase: "starting" };
  #visits = 0;
  readonly #listeners = new Set<() => void>();
  readonly #tabs = new OtherTabs({
    asked: () => (this.#state.phase === "signed in" && !this.#state.ended ? this.#state.asking.credential : null),
    signedIn: (credential) => {
      if (this.#state.phase === "signed in" && !this.#state.ended) return;
      if (this.#state.phase === "signed in") void this.enter(credential, { silent: true });
      else this.#begin(credential);
    },
    signedOut: () => this.#leave(),
  });

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly state = (): SessionState => this.#state;

  /** Looks for a credential: in the address, in this tab's storage, in the other tabs. */
  async start(): Promise<void> {
    const code = takeSignInCode();
    if (code !== null) return this.#startWith(code);
    const kept = keptCredential();
    if (kept) return this.#begin(kept);
    this.#tabs.ask();
    setTimeout(() => {
      if (this.#state.phase === "starting") this.#become({ phase: "signed out" });
    }, OTHER_TABS_MILLISECONDS);
  }

  /**
   * Signs in with a credential that the gateway knows; otherwise gives the error, and changes nothing. The same
   * organization goes on with the page that is there, another one begins anew.
   */
  async enter(credential: Credential, { keep = false, silent = false } = {}): Promise<unknown> {
    const asking = { credential };
    const client = this.#clientOf(asking);
    const { data, error } = await client.query({ query: VIEWER, errorPolicy: "all" });
    if (!data?.viewer) return error ?? new Error("The gateway does not say who asks.");
    const organizationId = data.viewer.organization.id;
    if (keep) keepCredential(credential);
    else if (!silent) forgetCredential();
    const before = this.#state;
    if (before.phase === "signed in" && before.organizationId === organizationId) {
      before.asking.credential = credential;
      this.#become({ ...before, ended: false });
      void before.client.refetchQueries({ include: "active" });
    } else {
      this.#become({ phase: "signed in", visit: ++this.#visits, client, asking, organizationId, ended: false });
    }
    if (!silent) this.#tabs.tellSignedIn(credential);
    return undefined;
  }

  /** Tells the session in which organization it is, once the gateway has said so. */
  noteOrganization(organizationId: string): void {
    if (this.#state.phase === "signed in") this.#state.organizationId = organizationId;
  }

  /** Signs out, here and in every other tab of this browser. */
  signOut(): void {
    this.#tabs.tellSignedOut();
    this.#leave();
  }

  async #startWith(code: string): Promise<void> {
    const credential = await exchangeSignInCode(code);
    if (typeof credential === "string") return this.#become({ phase: "signed out", notice: credential });
    if (await this.enter(credential)) {
      this.#become({ phase: "signed out", notice: "The gateway did not answer. Please ask for another link." });
    }
  }

  #begin(credential: Credential): void {
    const asking = { credential };
    const client = this.#clientOf(asking);
    this.#become({ phase: "signed in", visit: ++this.#visits, client, asking, ended: false });
  }

  #clientOf(asking: { credential: Credential }): ApolloClient {
    return createClient({
      credential: () => asking.credential,
      refused: (token) => {
        const { phase } = this.#state;
        if (phase !== "signed in" || this.#state.asking !== asking || asking.credential.token !== token) return;
        this.#become({ ...this.#state, ended: true });
      },
      reachability: this.reachability,
    });
  }

  #leave(): void {
    forgetCredential();
    if (this.#state.phase !== "signed in") return;
    this.#state.client.stop();
    this.#become({ phase: "signed out" });
  }

  #become(state: SessionState): void {
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }
}
