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
  /** What the last link has done that was opened in this page; a new object for each. */
  link?: { outcome: "signed in" | "not used" | "refused" };
}

/** Somebody has signed in who is a member of several organizations, and has not said where they want to be. */
export interface Choosing {
  phase: "choosing";
  memberships: readonly OwnMembership[];
  /** Goes on in an organization, named by its id; gives the error when that did not work. */
  choose(organization: string): Promise<unknown>;
}

export type SessionState = { phase: "starting" } | { phase: "signed out"; notice?: string } | Choosing | SignedIn;

/** Goes on with another token, where this one was used. */
export function replaceToken(asking: SignedIn["asking"], previous: string, token: string): void {
  if (asking.credential.token === previous) asking.credential = { ...asking.credential, token };
}

/** Whether the page shows another organization than this one. */
export function isElsewhere(state: SessionState, organizationId: string): boolean {
  const known = state.phase === "signed in" ? state.organizationId : undefined;
  return known !== undefined && known !== organizationId;
}
