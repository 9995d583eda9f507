import type { CreateOAuthApplicationInput } from "../../api/gql/graphql.js";

export interface Kind {
  name: string;
  /** What such an application is. */
  what: string;
  /** What follows from that. */
  follows: string;
  sets: Partial<CreateOAuthApplicationInput>;
  /** Whether a person is sent to the authorization server and comes back from there. */
  returns: boolean;
  /** How its redirect URIs look. */
  example?: string;
  /** Whether a browser sends its requests from an origin of its own. */
  hasOrigin?: boolean;
}

/** What people register, and what each is in OAuth's words. */
export const KINDS: readonly Kind[] = [
  {
    name: "Service",
    what: "A program without a person in front of it: a job, a backend, a pipeline.",
    follows: "Gets its access tokens from the gateway with its secret (client credentials).",
    sets: { grantTypes: ["CLIENT_CREDENTIALS"], consentScreenEnabled: false },
    returns: false,
  },
  {
    name: "Web application",
    what: "People sign in to it, and a server of yours keeps its secret.",
    follows: "Authorization code with PKCE and a secret; it may renew what it was given.",
    sets: { grantTypes: ["AUTHORIZATION_CODE", "REFRESH_TOKEN"], pkceRequired: true },
    returns: true,
    example: "https://app.example.com/callback",
  },
  {
    name: "Native application",
    what: "People install it: on a phone, a desktop, as a command line.",
    follows: "Public, because everybody who has it could read a secret: authorization code with PKCE, without one.",
    sets: { grantTypes: ["AUTHORIZATION_CODE", "REFRESH_TOKEN"], public: true, pkceRequired: true },
    returns: true,
    example: "com.example.app:/callback",
  },
  {
    name: "Single page application",
    what: "It runs in the browser alone, without a server of its own.",
    follows: "Public, because everybody who opens it could read a secret: authorization code with PKCE, without one.",
    sets: { grantTypes: ["AUTHORIZATION_CODE"], public: true, pkceRequired: true },
    returns: true,
    example: "https://app.example.com/",
    hasOrigin: true,
  },
];
