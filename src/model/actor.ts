import { Field, ID, ObjectType, registerEnumType } from "type-graphql";
import type { IssuerUser } from "./issuer-user.js";
import type { Patience } from "./patience.js";
import type { Permission, Role } from "./permission.js";

export enum ActorKind {
  USER = "USER",
  API_TOKEN = "API_TOKEN",
  APPLICATION = "APPLICATION",
  CLI = "CLI",
  GATEWAY = "GATEWAY",
}

registerEnumType(ActorKind, {
  name: "ActorKind",
  description: "What kind of actor did something.",
  valuesConfig: {
    USER: { description: "A person, known by an outside issuer." },
    API_TOKEN: { description: "An API token; `id` is the token's identifier." },
    APPLICATION: { description: "An OAuth application that is a member of the organization." },
    CLI: { description: "Someone with a shell on the gateway's host." },
    GATEWAY: { description: "The gateway itself, for what happens without anybody asking for it." },
  },
});

/** Through which way in a request came; kept with every audit event. */
export enum WayIn {
  GRAPHQL = "GRAPHQL",
  OAUTH = "OAUTH",
  CLERK = "CLERK",
  CLOUDFLARE = "CLOUDFLARE",
  METEROID = "METEROID",
  CSP = "CSP",
  CLI = "CLI",
  CONSOLE = "CONSOLE",
  GATEWAY = "GATEWAY",
}

registerEnumType(WayIn, {
  name: "WayIn",
  description: "Through which interface of the gateway something was done.",
  valuesConfig: {
    GRAPHQL: { description: "`/graphql`." },
    OAUTH: { description: "The OAuth endpoints below `/oauth`." },
    CLERK: { description: "The REST dialect of Clerk, `/v1/oauth_applications`." },
    CLOUDFLARE: { description: "The REST dialect of Cloudflare, `/client/v4/accounts/…/oauth_clients`." },
    METEROID: { description: "The REST dialect of Meteroid, `/api/v1/oauth-apps`." },
    CSP: { description: "The REST dialect of VMware CSP, `/csp/gateway/am/api/orgs/…/oauth-apps`." },
    CLI: { description: "The command line of the gateway's host." },
    CONSOLE: { description: "A link to the console, which signs in once. What is done there is `GRAPHQL`." },
    GATEWAY: {
      description:
        "None: the gateway did it by itself. `requestId` and `address` are those of the request that gave the occasion.",
    },
  },
});

/** The part of an actor that others may see. */
@ObjectType("Actor", {
  simpleResolvers: true,
  description: "Who did something: a user, an API token, an application, the command line or the gateway itself.",
})
export class ActorSummary {
  @Field(() => ID, {
    description:
      "Identifier of the user, API token or application; `cli` for the command line, `gateway` for the gateway itself.",
  })
  id!: string;

  @Field(() => ActorKind, { description: "What kind of actor this is." })
  kind!: ActorKind;

  @Field(() => String, {
    nullable: true,
    description: "The name given to the API token, application or user; null when it is not known any more.",
  })
  name!: string | null;
}

/** Where a request came from. Audit events keep all of it but `software` and `patience`. */
export interface Origin {
  wayIn: WayIn;
  requestId: string | null;
  address: string | null;
  /** What the sender calls itself (client-software.ts); null when it says nothing, absent for the command line. */
  software?: string | null;
  /** How long the request's changes may wait; absent for the command line, which nobody can leave without ending it. */
  patience?: Patience;
}

/** Who is asking, in which organization, with which rights. Every service method takes it first. */
export interface Actor extends ActorSummary {
  readonly organizationId: string;
  readonly role: Role;
  readonly permissions: ReadonlySet<Permission>;
  /**
   * Whether another actor of the organization made this one: true for service accounts and for API tokens, unless the
   * command line issued the token; false for users, who come from the outside issuer.
   */
  readonly isDerived: boolean;
  /** When the credential ends; null when it has no end. */
  readonly expiresAt: Date | null;
  /** The digest of the access token that was presented; null for other credentials. */
  readonly accessTokenDigest: string | null;
  /** The client secret from which the credential descends, through any number of tokens; null when there is none. */
  readonly clientSecretId: string | null;
  /** Whether this is a user's first request in this organization; Memberships.noteUse writes it down. */
  readonly isFirstUse?: boolean;
  /** Of a user, what the outside issuer says; absent for others. */
  readonly issuerUser?: IssuerUser;
  readonly origin: Origin;
}
