import type { ApolloClient } from "@apollo/client";
import { type Credential, createClient } from "../api/client.js";
import { Reachability } from "../api/reachability.js";
import { moveClock } from "../parts/clock.js";
import { forgetCredential, keepCredential, keptCredential } from "./credential.js";
import type { IssuerTokens } from "./issuer/authorization.js";
import { IssuerSession } from "./issuer/issuer-session.js";
import { takeArrival } from "./issuer/round-trip.js";
import {
  forgetOrganization,
  hasToChoose,
  MEMBERSHIPS,
  rememberedOrganization,
  rememberOrganization,
} from "./organization-choice.js";
import { OtherTabs } from "./other-tabs.js";
import { isElsewhere, replaceToken, type SessionState, type SignedIn } from "./session-state.js";
import { exchangeSignInCode, heedLinks, takeSignInCode } from "./sign-in-code.js";
import { VIEWER } from "./viewer.js";

/** What becomes of a page without a session when no other tab has answered by then; one that answers later still counts. */
const OTHER_TABS_MILLISECONDS = 150;

/** Who is signed in on this page. The token is in memory, and in this tab's storage if that was asked for. */
export class Session {
  readonly reachability = new Reachability();
  #state: SessionState = { phase: "starting" };
  #visits = 0;
  readonly #listeners = new Set<() => void>();
  readonly #tabs = new OtherTabs({
    asked: () => (this.#state.phase === "signed in" && !this.#state.ended ? this.#state.asking.credential : null),
    signedIn: (credential, tokens) => void this.#hear(credential, tokens),
    renewed: (previous, token) => this.#replace(previous, token),
    signedOut: () => this.#leave(),
  });
  readonly #issuer = new IssuerSession({
    enter: (credential) => this.enter(credential),
    tellSignedIn: (credential, tokens) => this.#tabs.tellSignedIn(credential, tokens),
    renewed: (previous, token) => {
      this.#tabs.tellRenewed(previous, token);
      this.#replace(previous, token);
    },
    failed: (notice) => this.#become({ phase: "signed out", notice }),
  });

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly state = (): SessionState => this.#state;

  /** Looks for a credential: in the address, in this tab's storage, in the other tabs. */
  async start(): Promise<void> {
    heedLinks((code) => void this.#heedLink(code));
    const arrival = takeArrival();
    if (arrival) return this.#issuer.arrive(arrival);
    const code = takeSignInCode();
    if (code !== null) return this.#heedLink(code);
    const kept = keptCredential();
    if (kept) return this.#begin(kept);
    this.#tabs.ask();
    setTimeout(() => {
      if (this.#state.phase === "starting") this.#become({ phase: "signed out" });
    }, OTHER_TABS_MILLISECONDS);
  }

  /**
   * Signs in with a credential that the gateway knows; otherwise gives the error, and changes nothing. The same
   * organization goes on with the page that is there, another one begins anew: never `silent`, when it was not this
   * page's person who asked for it.
   */
  async enter(credential: Credential, { keep = false, silent = false } = {}): Promise<unknown> {
    const asking = { credential };
    const client = this.#clientOf(asking);
    const { data, error } = await client.query({ query: VIEWER, errorPolicy: "all" });
    if (!data?.viewer) {
      const failure = error ?? new Error("The gateway does not say who asks.");
      return hasToChoose(failure) ? this.#letChoose(client, credential, { keep, silent }) : failure;
    }
    const organizationId = data.viewer.organization.id;
    if (silent && isElsewhere(this.#state, organizationId)) return new Error("This page is another organization's.");
    if (data.viewer.actor.kind === "USER") {
      // From here on the page always names the organization that it shows.
      asking.credential = { ...credential, organization: organizationId };
      rememberOrganization(organizationId);
    }
    if (this.#issuer.token !== credential.token) this.#issuer.goOnWith(undefined);
    if (keep) keepCredential(asking.credential);
    else if (!silent) forgetCredential();
    const before = this.#state;
    if (before.phase === "signed in" && before.organizationId === organizationId) {
      before.asking.credential = asking.credential;
      this.#become({ ...before, ended: false });
      void before.client.refetchQueries({ include: "active" });
    } else {
      this.#become({ phase: "signed in", visit: ++this.#visits, client, asking, organizationId, ended: false });
    }
    if (!silent) this.#tabs.tellSignedIn(asking.credential);
    return undefined;
  }

  /** Goes over to another organization of the same user; gives the error when that did not work. */
  async switchTo(organization: string): Promise<unknown> {
    if (this.#state.phase !== "signed in") return undefined;
    const { token } = this.#state.asking.credential;
    return this.enter({ token, organization }, { keep: keptCredential() !== null });
  }

  /** Signs in at the issuer beside this page, which stays; a text says why that did not work. */
  signInBeside(): string | undefined {
    return this.#issuer.signInBeside();
  }

  /** Keeps the credential in this tab's storage, where it outlives a reload, or only in memory. */
  keepForTab(keep: boolean): void {
    if (keep && this.#state.phase === "signed in") keepCredential(this.#state.asking.credential);
    else forgetCredential();
    this.#become(this.#state);
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

  /** Somebody has signed in in another tab, or in a window for this one. */
  async #hear(credential: Credential, tokens: IssuerTokens | undefined): Promise<void> {
    const { phase } = this.#state;
    if (phase === "choosing" || (this.#state.phase === "signed in" && !this.#state.ended)) return;
    if (phase === "starting") return this.#begin(credential);
    const organization = this.#state.phase === "signed in" ? this.#state.organizationId : rememberedOrganization();
    const failure = await this.enter(tokens && organization ? { ...credential, organization } : credential, {
      silent: true,
    });
    this.#issuer.heard(failure ? undefined : tokens);
  }

  /** Asks where to go on; nothing that is on the screen is taken away by it. */
  async #letChoose(
    client: ApolloClient,
    { token }: Credential,
    options: { keep: boolean; silent: boolean },
  ): Promise<unknown> {
    const { data, error } = await client.query({ query: MEMBERSHIPS, errorPolicy: "all" });
    const memberships = data?.memberships;
    if (!memberships || this.#state.phase === "signed in")
      return error ?? new Error("There is nothing to choose from.");
    const choose = (organization: string) => this.enter({ token: this.#issuer.token ?? token, organization }, options);
    this.#become({ phase: "choosing", memberships, choose });
    return undefined;
  }

  #replace(previous: string, token: string): void {
    if (this.#state.phase === "signed in") replaceToken(this.#state.asking, previous, token);
  }

  async #refused(asking: SignedIn["asking"], token: string): Promise<void> {
    const isCurrent = () =>
      this.#state.phase === "signed in" && this.#state.asking === asking && asking.credential.token === token;
    if (!isCurrent()) return;
    if (await this.#issuer.renewRefused(token)) {
      if (this.#state.phase === "signed in") void this.#state.client.refetchQueries({ include: "active" });
      return;
    }
    if (this.#state.phase === "signed in" && isCurrent()) this.#become({ ...this.#state, ended: true });
  }

  /** A link may be anybody's: it ends no sign-in, and what it has done is said. */
  async #heedLink(code: string): Promise<void> {
    const { phase } = this.#state;
    if (this.#state.phase === "signed in" && !this.#state.ended) return this.#tellOfLink("not used");
    const credential = await exchangeSignInCode(code);
    const failure =
      typeof credential === "string"
        ? credential
        : (await this.enter(credential)) && "The gateway did not answer. Please ask for another link.";
    if (!failure) return this.#tellOfLink("signed in");
    if (phase === "signed in") this.#tellOfLink("refused");
    else this.#become({ phase: "signed out", notice: String(failure) });
  }

  #tellOfLink(outcome: NonNullable<SignedIn["link"]>["outcome"]): void {
    if (this.#state.phase === "signed in") this.#become({ ...this.#state, link: { outcome } });
  }

  #begin(credential: Credential): void {
    const asking = { credential };
    const client = this.#clientOf(asking);
    this.#become({ phase: "signed in", visit: ++this.#visits, client, asking, ended: false });
  }

  #clientOf(asking: { credential: Credential }): ApolloClient {
    return createClient({
      credential: () => asking.credential,
      refused: (token) => void this.#refused(asking, token),
      // What has just been made is told from its own moment.
      changed: moveClock,
      reachability: this.reachability,
    });
  }

  #leave(): void {
    forgetCredential();
    this.#issuer.goOnWith(undefined);
    if (this.#state.phase !== "signed in" && this.#state.phase !== "choosing") return;
    if (this.#state.phase === "signed in") this.#state.client.stop();
    forgetOrganization();
    this.#become({ phase: "signed out" });
  }

  #become(state: SessionState): void {
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }
}
