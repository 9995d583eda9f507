import type { ApolloClient } from "@apollo/client";
import type { Credential } from "../api/client.js";
import type { OwnMembership } from "./organization-choice.js";

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

/** Somebody has signed in who is a member of several organizations, and has not said where they want to be. */
export interface Choosing {
  phase: "choosing";
  memberships: readonly OwnMembership[];
  /** Goes on in an organization, named by its id; gives the error when that did not work. */
  choose(organization: string): Promise<unknown>;
}

export type SessionState = { phase: "starting" } | { phase: "signed out"; notice?: string } | Choosing | SignedIn;
