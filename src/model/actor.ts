import { Field, ID, ObjectType, registerEnumType } from "type-graphql";
import type { Patience } from "./patience.js";
import type { Permission, Role } from "./permission.js";

export enum ActorKind {
  USER = "USER",
  API_TOKEN = "API_TOKEN",
  APPLICATION = "APPLICATION",
  CLI = "CLI",
}

registerEnumType(ActorKind, {
  name: "ActorKind",
  description: "What kind of actor did something.",
  valuesConfig: {
    USER: { description: "A person, known by an outside issuer." },
    API_TOKEN: { description: "An API token; `id` is the token's identifier." },
    APPLICATION: { description: "An OAuth application that is a member of the organization." },
    CLI: { description: "Someone with a shell on the gateway's host." },
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
  },
});

/** What is shown of an actor. */
@ObjectType("Actor", {
  simpleResolvers: true,
  description: "Who did something: a user, an API token, an application or the command line.",
})
export class ActorSummary {
  @Field(() => ID, { description: "Identifier of the user, API token or application; `cli` for the command line." })
  id!: string;

  @Field(() => ActorKind, { description: "What kind of actor this is." })
  kind!: ActorKind;

  @Field(() => String, {
    nullable: true,
    description: "The name given to the API token, application or user; null when it is not known any more.",
  })
  name!: string | null;
}

/** Where a request came from; kept with every audit event, but for how long its sender waits. */
export interface Origin {
  wayIn: WayIn;
  requestId: string | null;
  address: string | null;
  /** Absent for the command line: whoever leaves it takes the process along. */
  patience?: Patience;
}

/** Who is asking, in which organization, with which rights. Every service method takes it first. */
export interface Actor extends ActorSummary {
  readonly organizationId: string;
  readonly role: Role;
  readonly permissions: ReadonlySet<Permission>;
  /**
   * Whether actors of the organization can make such ones: service accounts, and API tokens that the command line did not
   * issue. Users come from the outside issuer.
   */
  readonly isDerived: boolean;
  /** When the credential ends; null when it has no end. */
  readonly expiresAt: Date | null;
  /** The digest of the access token that came; null for other credentials. */
  readonly accessTokenDigest: string | null;
  /** The client secret behind the credential, over however many tokens; null when there is none. */
  readonly clientSecretId: string | null;
  /** Whether a user has not acted in this membership yet; see Memberships.noteUse. */
  readonly isFirstUse?: boolean;
  readonly origin: Origin;
}
