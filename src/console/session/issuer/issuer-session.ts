import type { Credential } from "../../api/client.js";
import { isRefusedAs } from "../../api/gateway-errors.js";
import { forgetOrganization, rememberedOrganization } from "../organization-choice.js";
import type { IssuerTokens } from "./authorization.js";
import { Refreshing } from "./refreshing.js";
import type { Arrival } from "./round-trip.js";
import { signInAtIssuer, signInBeside, tokensFromIssuer } from "./sign-in.js";

const NO_MEMBER =
  "You have signed in at the issuer, but you are not a member of any organization here. Ask an administrator of yours to add you, by your e-mail address";

/** What a sign-in at the issuer asks of the page's session. */
export interface IssuerHost {
  /** Signs in with a credential; gives the error when that did not work. */
  enter: (credential: Credential) => Promise<unknown>;
  /** Tells the other tabs, of which one has asked for it. */
  tellSignedIn: (credential: Credential, tokens: IssuerTokens) => void;
  /** There is a new token in the place of another. */
  renewed: (previous: string, token: string) => void;
  /** Nobody is signed in, for this reason. */
  failed: (notice: string) => void;
}

/** The issuer's part in a session: the round trip there, and going on with new tokens. */
export class IssuerSession {
  #refreshing: Refreshing | undefined;
  #awaitsWindow = false;

  constructor(private readonly host: IssuerHost) {}

  /** The token that is renewed. */
  get token(): string | undefined {
    return this.#refreshing?.token;
  }

  /** Renews these tokens from now on, and no others. */
  goOnWith(tokens: IssuerTokens | undefined): void {
    this.#refreshing?.stop();
    this.#refreshing = tokens && new Refreshing(tokens, this.host.renewed);
  }

  /** Opens a window to sign in there; a text says why that did not work. */
  signInBeside(): string | undefined {
    this.#awaitsWindow = true;
    return signInBeside();
  }

  /** Another page has signed in. Only the one that waits for it goes on with a refresh token, which may work only once. */
  heard(tokens: IssuerTokens | undefined): void {
    if (tokens && this.#awaitsWindow) this.goOnWith(tokens);
    this.#awaitsWindow = false;
  }

  /** Renews a token that the gateway refused. Answers whether there is another one now. */
  async renewRefused(token: string): Promise<boolean> {
    return this.#refreshing?.token === token && this.#refreshing.renewRefused();
  }

  /** The page was opened for a round trip to the issuer, or at the end of one. */
  async arrive(arrival: Arrival): Promise<void> {
    if (arrival.kind === "begin") {
      const failure = await signInAtIssuer({ returnTo: "/console", isForAnother: true });
      return failure === undefined ? undefined : this.host.failed(failure);
    }
    const tokens = await tokensFromIssuer(arrival.url, arrival.trip);
    if (typeof tokens === "string") return this.host.failed(tokens);
    if (arrival.trip?.isForAnother) {
      this.host.tellSignedIn({ token: tokens.token }, tokens);
      window.close();
      return this.host.failed("You are signed in, and can close this window.");
    }
    const failure = await this.#enter(tokens.token);
    if (!failure) return this.goOnWith(tokens);
    const whom = tokens.subject === undefined ? "" : `, or by the subject ${tokens.subject}`;
    const isNoMember = isRefusedAs(failure, "FORBIDDEN");
    this.host.failed(isNoMember ? `${NO_MEMBER}${whom}.` : "The gateway did not let you in. Try again.");
  }

  /** In the organization of the last time, as long as the person is a member there. */
  async #enter(token: string): Promise<unknown> {
    const organization = rememberedOrganization();
    if (!organization) return this.host.enter({ token });
    const failure = await this.host.enter({ token, organization });
    if (!isRefusedAs(failure, "FORBIDDEN")) return failure;
    forgetOrganization();
    return this.host.enter({ token });
  }
}
