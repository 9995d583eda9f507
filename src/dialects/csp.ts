import Type, { type Static } from "typebox";
import { WayIn } from "../model/actor.js";
import { ID_PREFIX, idOfUuid } from "../model/identifier.js";
import { ChosenCredentials } from "../model/inputs/chosen-credentials.inputs.js";
import { CreateOAuthApplicationInput, UpdateOAuthApplicationInput } from "../model/inputs/oauth-application.inputs.js";
import { OAuthApplicationFilter, OAuthApplicationSlice } from "../model/inputs/oauth-application-list.inputs.js";
import type { OAuthApplication } from "../model/oauth-application.js";
import { Permission } from "../model/permission.js";
import { PRICES, priceOfSlice } from "../services/limits/prices.js";
import {
  Application,
  Change,
  Creation,
  DEFAULT_ACCESS_TOKEN_TTL,
  rejectShortRefresh,
  settingsOf,
  shown,
  shownOne,
} from "./csp-application.js";
import { APPLICATIONS, ApplicationPath, applicationId, Credentials, OrganizationPath } from "./csp-paths.js";
import { ErrorResponse, REFUSALS, refuse } from "./csp-refusals.js";
import { SECRET_ROUTES } from "./csp-secret.js";
import { cspTokenRoute } from "./csp-tokens.js";
import { type Dialect, route } from "./dialect.js";
import { foundApplication } from "./found-application.js";
import { inputOf, shownSecret } from "./wire.js";

const { APPLICATION_READ, APPLICATION_WRITE, APPLICATION_DELETE } = Permission;

const Listing = Type.Object({
  pageStart: Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER, default: 1, description: "Counts from 1." }),
  pageLimit: Type.Integer({ minimum: 1, maximum: 200, default: 200 }),
  searchTerm: Type.Optional(Type.String({ maxLength: 256, description: "Part of the name, or a whole client id." })),
});

/** How many applications one request may delete. */
const MAX_DELETIONS = 15;

/** VMware Cloud Services Platform's API for an organization's managed OAuth applications. */
export const csp: Dialect = {
  name: "VMware CSP",
  wayIn: WayIn.CSP,
  prefix: "/csp/gateway/am/api",
  organization: { parameter: "orgId", read: (text) => idOfUuid(ID_PREFIX.organization, text) },
  fieldNames: {
    name: "displayName",
    "filter.query": "searchTerm",
    dialectSettings: "body",
    scopes: "allowedScopes.generalScopes",
    accessTokenTtlSeconds: "accessTokenTTL",
    pkceRequired: "forcePkce",
    public: "publicClient",
    secretOverlapSeconds: "secretRotationExpirationInSeconds",
    clientId: "id",
    clientSecret: "secret",
  },
  refusals: REFUSALS,
  errorSchema: ErrorResponse,
  refuse,
  tokenRoutes: [cspTokenRoute("/auth/authorize"), cspTokenRoute("/auth/token")],
  routes: [
    route({
      method: "GET",
      path: APPLICATIONS,
      operationId: "cspListOauthApps",
      summary: "List OAuth applications, newest first.",
      needs: [APPLICATION_READ],
      params: OrganizationPath,
      query: Listing,
      answer: Type.Object({
        results: Type.Array(Application),
        totalResults: Type.Integer(),
        nextLink: Type.Optional(Type.String()),
        prevLink: Type.Optional(Type.String()),
      }),
      cost: ({ query }) => priceOfSlice(sliceOf(query)),
      async handle(context, { params, query }) {
        const { services, actor } = context;
        const { pageStart, pageLimit, searchTerm } = query;
        const { items, total } = await services.oauthApplications.slice(actor, sliceOf(query));
        const linkTo = (start: number) => {
          const query = new URLSearchParams({ pageStart: String(start), pageLimit: String(pageLimit) });
          if (searchTerm) query.set("searchTerm", searchTerm);
          return `/csp/gateway/am/api/orgs/${params.orgId}/oauth-apps?${query}`;
        };
        return {
          results: await shown(context, items),
          totalResults: total,
          nextLink: pageStart - 1 + pageLimit < total ? linkTo(pageStart + pageLimit) : undefined,
          // Beyond the end of the list, the previous page is the last one.
          prevLink: pageStart > 1 ? linkTo(Math.max(1, Math.min(pageStart, total + 1) - pageLimit)) : undefined,
        };
      },
    }),
    route({
      method: "POST",
      path: APPLICATIONS,
      operationId: "cspCreateOauthApp",
      summary: "Register an OAuth application, with a client id and a secret of one's own choice if given.",
      needs: [APPLICATION_WRITE],
      params: OrganizationPath,
      body: Creation,
      isRepeatable: true,
      answer: Credentials,
      async handle(context, { body }) {
        const { services, actor, idempotencyKey } = context;
        const input = inputOf(CreateOAuthApplicationInput, {
          ...settingsOf(body),
          name: body.displayName,
          accessTokenTtlSeconds: body.accessTokenTTL ?? DEFAULT_ACCESS_TOKEN_TTL,
          idempotencyKey,
        });
        rejectShortRefresh(body);
        const chosen = inputOf(ChosenCredentials, { clientId: body.id, clientSecret: body.secret });
        const created = await services.applicationRegistry.create(actor, input, { chosen });
        context.isReplay = created.replayed;
        return { clientId: created.oauthApplication.clientId, clientSecret: shownSecret(created) };
      },
    }),
    route({
      method: "GET",
      path: `${APPLICATIONS}/:oauthAppId`,
      operationId: "cspGetOauthApp",
      summary: "Read an OAuth application.",
      needs: [APPLICATION_READ],
      params: ApplicationPath,
      answer: Application,
      async handle(context, { params }) {
        return shownOne(context, await foundApplication(context, { clientId: params.oauthAppId }));
      },
    }),
    route({
      method: "PATCH",
      path: `${APPLICATIONS}/:oauthAppId`,
      operationId: "cspUpdateOauthApp",
      summary: "Change an OAuth application. A secret given becomes the only one that works.",
      needs: [APPLICATION_WRITE, APPLICATION_READ],
      params: ApplicationPath,
      body: Change,
      answer: Application,
      shown: async (context, { params }) =>
        shownOne(context, await foundApplication(context, { clientId: params.oauthAppId })),
      async handle(context, { params, body }) {
        const { services, actor } = context;
        const input = inputOf(UpdateOAuthApplicationInput, {
          ...settingsOf(body),
          name: body.displayName,
          oauthApplicationId: await applicationId(context, params.oauthAppId),
        });
        const following = (current: OAuthApplication) => rejectShortRefresh(body, current);
        const chosen = inputOf(ChosenCredentials, { clientSecret: body.secret });
        return shownOne(context, await services.applicationRegistry.update(actor, input, { chosen, following }));
      },
    }),
    route({
      method: "DELETE",
      path: APPLICATIONS,
      operationId: "cspDeleteOauthApps",
      summary: "Delete up to 15 OAuth applications, each by itself: some may fail while others succeed.",
      needs: [APPLICATION_DELETE],
      params: OrganizationPath,
      body: Type.Object(
        { clientIdsToDelete: Type.Array(Type.String(), { minItems: 1, maxItems: MAX_DELETIONS }) },
        { additionalProperties: false },
      ),
      answer: Type.Object({ succeeded: Type.Array(Type.String()), failed: Type.Array(Type.String()) }),
      cost: ({ body }) => PRICES.write * body.clientIdsToDelete.length,
      async handle({ services, actor }, { body }) {
        const { deleted, failed } = await services.applicationRemoval.deleteMany(actor, body.clientIdsToDelete);
        return { succeeded: deleted, failed };
      },
    }),
    ...SECRET_ROUTES,
  ],
};

function sliceOf({ pageStart, pageLimit, searchTerm }: Static<typeof Listing>): OAuthApplicationSlice {
  return inputOf(OAuthApplicationSlice, {
    offset: pageStart - 1,
    limit: pageLimit,
    filter: searchTerm ? inputOf(OAuthApplicationFilter, { query: searchTerm }) : undefined,
  });
}
