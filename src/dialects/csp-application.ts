import Type, { type Static } from "typebox";
import { GrantType } from "../model/client-metadata.js";
import { DomainError } from "../model/domain-error.js";
import { guidOf } from "../model/identifier.js";
import { type OAuthApplication } from "../model/oauth-application.js";
import { Permission } from "../model/permission.js";
import type { RouteContext } from "./dialect.js";
import { listFromWire, shownValue, toWire, type Wire } from "./wire.js";

/** The vendor's defaults where they differ from the gateway's. */
export const DEFAULT_ACCESS_TOKEN_TTL = 600;
const DEFAULT_REFRESH_TOKEN_TTL = 7_776_000;

/** What may be asked for, of the vendor's grants; a new one of the gateway's is not offered to its clients unasked. */
const GRANTS: Wire<GrantType>[] = ["authorization_code", "refresh_token", "client_credentials"];

const Texts = Type.Array(Type.String({ maxLength: 2048 }), { maxItems: 100 });
const Flag = Type.Optional(Type.Boolean());
const Count = Type.Optional(Type.Integer({ minimum: 0, maximum: 2_147_483_647 }));

const AllowedScopes = Type.Object(
  {
    generalScopes: Type.Optional(Type.Array(Type.String(), { description: "The application's scopes." })),
    organizationScopes: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
    servicesScopes: Type.Optional(Type.Array(Type.Record(Type.String(), Type.Unknown()))),
  },
  { additionalProperties: false },
);

/** Properties that only this vendor's clients know: stored and given back, without meaning for the gateway. */
const kept = {
  refreshTokenTTL: Type.Optional(
    Type.Integer({ minimum: 1, maximum: 2_147_483_647, description: "Seconds; more than accessTokenTTL." }),
  ),
  allowedActorsAudienceExchange: Type.Optional(Texts),
  allowedActorsClientDelegate: Type.Optional(Texts),
  additionalAttributeMasks: Type.Optional(Texts),
  maxGroupsInIdToken: Count,
  maxAdditionalAttributesInIdToken: Count,
  maxCharactersInAccessToken: Count,
  groupDomainAppendedInIDToken: Flag,
  isHidden: Flag,
  crossOrgAccessClaimsSupported: Flag,
  useCspIssuerUrl: Flag,
};

const options = {
  ...kept,
  redirectUris: Type.Optional(Type.Array(Type.String())),
  postLogoutRedirectUris: Type.Optional(Type.Array(Type.String())),
  accessTokenTTL: Type.Optional(Type.Integer({ description: "Seconds, 60 to 86400; 600 by default." })),
  publicClient: Flag,
  forcePkce: Flag,
  ownerOnlySecretRotation: Flag,
  secretRotationExpirationInSeconds: Type.Optional(
    Type.Integer({ description: "Seconds, 0 to 7776000; 172800 by default." }),
  ),
  allowOpenRedirectUris: Type.Optional(
    Type.Literal(false, { description: "Redirect URIs are always compared exactly." }),
  ),
  allowedOrgs: Type.Optional(Texts),
  secret: Type.Optional(
    Type.String({
      description: "16 to 256 visible ASCII characters with a lower, an upper, a digit and a special one.",
    }),
  ),
};

const required = {
  displayName: Type.String({
    minLength: 1,
    maxLength: 256,
    pattern: "^[\\p{L}\\p{M}\\p{N}\\-_.`':@& ]+$",
    description: "Letters and digits of any language, spaces and -_.`':@&.",
  }),
  description: Type.String(),
  grantTypes: Type.Array(Type.Enum(GRANTS)),
};

export const Creation = Type.Object(
  {
    ...required,
    allowedScopes: AllowedScopes,
    id: Type.Optional(
      Type.String({
        description:
          "The client id: 1 to 255 visible ASCII characters except `\"`, `'` and `\\`; generated if left out. One that is taken is refused with 409, in the same words whoever has it or had it before.",
      }),
    ),
    ...options,
  },
  { additionalProperties: false },
);

export const Change = Type.Object(
  { ...required, allowedScopes: Type.Optional(AllowedScopes), ...options },
  { additionalProperties: false },
);

export const Application = Type.Object({
  ...kept,
  id: Type.Optional(Type.String({ description: "The client id." })),
  displayName: Type.Optional(Type.String()),
  description: Type.Optional(Type.String()),
  grantTypes: Type.Optional(Type.Array(shownValue(GrantType))),
  redirectUris: Type.Optional(Type.Array(Type.String())),
  postLogoutRedirectUris: Type.Optional(Type.Array(Type.String())),
  allowedScopes: Type.Optional(AllowedScopes),
  accessTokenTTL: Type.Optional(Type.Integer()),
  publicClient: Flag,
  forcePkce: Flag,
  ownerOnlySecretRotation: Flag,
  secretRotationExpirationInSeconds: Type.Optional(Type.Integer()),
  organizationId: Type.Optional(Type.String()),
  createdAt: Type.Optional(Type.Integer({ description: "Unix time in seconds." })),
  lastUpdatedAt: Type.Optional(Type.Integer({ description: "Unix time in seconds." })),
  createdBy: Type.Optional(Type.String({ description: "Left out for whoever may not know." })),
  immutable: Flag,
  allowOpenRedirectUris: Flag,
  allowedOrgs: Type.Optional(Type.Array(Type.Object({ id: Type.String() }))),
});

/** What is stored under `csp` in an application's dialect settings. */
type Kept = Pick<Static<typeof Change>, keyof typeof kept | "allowedOrgs" | "allowedScopes">;

/** The body as settings of the services. */
export function settingsOf(body: Static<typeof Change>) {
  return {
    description: body.description,
    grantTypes: listFromWire<GrantType>(body.grantTypes),
    scopes: body.allowedScopes && (body.allowedScopes.generalScopes ?? []),
    redirectUris: body.redirectUris,
    postLogoutRedirectUris: body.postLogoutRedirectUris,
    accessTokenTtlSeconds: body.accessTokenTTL,
    public: body.publicClient,
    pkceRequired: body.forcePkce,
    ownerOnlySecretRotation: body.ownerOnlySecretRotation,
    secretOverlapSeconds: body.secretRotationExpirationInSeconds,
    dialectSettings: { csp: keptOf(body) },
  };
}

/** The vendor takes an organization by its id and shows it as an object, which comes back when nobody changed it. */
function organizationOf(organization: string | { id: string }): string {
  return typeof organization === "string" ? organization : organization.id;
}

function keptBy(application: OAuthApplication | undefined): Kept {
  return application?.dialectSettings?.csp ?? {};
}

function keptOf({ allowedOrgs, allowedScopes, ...body }: Static<typeof Change>): Kept {
  // General scopes are the application's own scopes, which other ways in may change, so they are not stored here.
  const { generalScopes: _own, ...scopes } = allowedScopes ?? {};
  const settings = Object.keys(kept).map((name) => [name, body[name as keyof typeof kept]]);
  const all = [
    ...settings,
    ["allowedOrgs", allowedOrgs?.map(organizationOf)],
    ["allowedScopes", allowedScopes && scopes],
  ];
  return Object.fromEntries(all.filter(([, value]) => value !== undefined));
}

/**
 * A refresh token must outlive an access token. Each lifetime is the body's, else the application's, else the default.
 */
export function rejectShortRefresh(body: Static<typeof Change>, current?: OAuthApplication): undefined {
  const hadRefresh = keptBy(current).refreshTokenTTL ?? DEFAULT_REFRESH_TOKEN_TTL;
  const hadAccess = current?.accessTokenTtlSeconds ?? DEFAULT_ACCESS_TOKEN_TTL;
  const refresh = body.refreshTokenTTL ?? hadRefresh;
  const access = body.accessTokenTTL ?? hadAccess;
  // GraphQL knows no refresh tokens, and may have made access tokens live longer.
  if (refresh > access || (current && refresh === hadRefresh && access === hadAccess)) return undefined;
  throw DomainError.invalidField("refreshTokenTTL", "order", "refreshTokenTTL must be more than accessTokenTTL");
}

/** One application in the vendor's shape. */
export async function shownOne(context: RouteContext, application: OAuthApplication) {
  const [only] = await shown(context, [application]);
  return only as Static<typeof Application>;
}

/** Applications in the vendor's shape; `createdBy` is shown to actors with MEMBER_READ. */
export async function shown(
  { services, actor }: RouteContext,
  applications: OAuthApplication[],
): Promise<Static<typeof Application>[]> {
  const creators = actor.permissions.has(Permission.MEMBER_READ)
    ? await services.actors.summaries(
        actor,
        applications.map(({ createdById, createdByKind }) => ({ id: createdById, kind: createdByKind })),
      )
    : [];
  return applications.map((application, index) => {
    const { allowedOrgs = [], allowedScopes, ...own } = keptBy(application);
    return {
      refreshTokenTTL: DEFAULT_REFRESH_TOKEN_TTL,
      isHidden: false,
      ...own,
      id: application.clientId,
      displayName: application.name,
      description: application.description,
      grantTypes: application.grantTypes.map(toWire),
      redirectUris: application.redirectUris,
      postLogoutRedirectUris: application.postLogoutRedirectUris,
      allowedScopes: { generalScopes: application.scopes, ...allowedScopes },
      accessTokenTTL: application.accessTokenTtlSeconds,
      publicClient: application.public,
      forcePkce: application.pkceRequired,
      ownerOnlySecretRotation: application.ownerOnlySecretRotation,
      secretRotationExpirationInSeconds: application.secretOverlapSeconds,
      organizationId: guidOf(application.organizationId),
      createdAt: Math.floor(application.createdAt.getTime() / 1000),
      lastUpdatedAt: Math.floor(application.updatedAt.getTime() / 1000),
      createdBy: creators[index] && (creators[index].name ?? creators[index].id),
      immutable: false,
      allowOpenRedirectUris: false,
      allowedOrgs: allowedOrgs.map((id) => ({ id })),
    };
  });
}
