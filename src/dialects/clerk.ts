import Type, { type Static } from "typebox";
import { WayIn } from "../model/actor.js";
import { DomainError } from "../model/domain-error.js";
import {
  CreateOAuthApplicationInput,
  DeleteOAuthApplicationInput,
  UpdateOAuthApplicationInput,
} from "../model/inputs/oauth-application.inputs.js";
import {
  OAuthApplicationFilter,
  OAuthApplicationOrder,
  OAuthApplicationOrderField,
  OAuthApplicationSlice,
  OrderDirection,
} from "../model/inputs/oauth-application-list.inputs.js";
import { PreviousSecretPolicy, RotateSecretInput } from "../model/inputs/secret-rotation.inputs.js";
import type { OAuthApplication } from "../model/oauth-application.js";
import { Permission } from "../model/permission.js";
import { priceOfSlice } from "../services/limits/prices.js";
import {
  Application,
  ApplicationWithSecret,
  Change,
  Creation,
  DEFAULT_SCOPES,
  redirectUrisOf,
  scopesOf,
  settingsOf,
  shown,
} from "./clerk-application.js";
import { ErrorEnvelope, REFUSALS, refuse } from "./clerk-refusals.js";
import { type Dialect, type RouteContext, route, Streamed } from "./dialect.js";
import { foundApplication } from "./found-application.js";
import { inputOf, shownSecret } from "./wire.js";

const { APPLICATION_READ, APPLICATION_WRITE, APPLICATION_DELETE, SECRET_ROTATE } = Permission;

const Listing = Type.Object({
  limit: Type.Integer({ minimum: 1, maximum: 500, default: 10 }),
  offset: Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER, default: 0 }),
  order_by: Type.Optional(
    Type.String({ pattern: "^[-+ ]?(?:created_at|name)$", description: "Newest first when left out." }),
  ),
  name_query: Type.Optional(Type.String({ maxLength: 256, description: "Part of the name, or a whole client id." })),
});

const Id = Type.Object({ id: Type.String() });

/** Clerk's Backend API: https://clerk.com/docs/reference/backend-api, tag OAuth Applications. */
export const clerk: Dialect = {
  name: "Clerk",
  wayIn: WayIn.CLERK,
  prefix: "/v1",
  fieldNames: {
    redirectUris: "redirect_uris",
    consentScreenEnabled: "consent_screen_enabled",
    pkceRequired: "pkce_required",
    "filter.query": "name_query",
  },
  absentBody: {},
  refusals: REFUSALS,
  errorSchema: ErrorEnvelope,
  refuse,
  tokenRoutes: [],
  routes: [
    route({
      method: "GET",
      path: "/oauth_applications",
      operationId: "clerkListOAuthApplications",
      summary: "List OAuth applications, newest first.",
      needs: [APPLICATION_READ],
      query: Listing,
      answer: Type.Object({ data: Type.Array(Application), total_count: Type.Integer() }),
      cost: ({ query }) => priceOfSlice(sliceOf(query)),
      async handle(context, { query }) {
        const { pages, total } = await context.services.oauthApplications.slicePages(context.actor, sliceOf(query));
        return new Streamed(
          shownPages(pages, context),
          (data) => ({ data, total_count: total }),
          async () => total,
        );
      },
    }),
    route({
      method: "POST",
      path: "/oauth_applications",
      operationId: "clerkCreateOAuthApplication",
      summary: "Register an OAuth application; its secret is in this answer only.",
      needs: [APPLICATION_WRITE, APPLICATION_READ],
      body: Creation,
      isRepeatable: true,
      fieldNames: fieldNamesOf,
      answer: ApplicationWithSecret,
      async handle(context, { body }) {
        const input = inputOf(CreateOAuthApplicationInput, {
          ...settingsOf(body),
          name: body.name,
          redirectUris: redirectUrisOf(body, []),
          scopes: scopesOf(body.scopes) ?? DEFAULT_SCOPES,
          idempotencyKey: context.idempotencyKey,
        });
        const created = await context.services.applicationRegistry.create(context.actor, input);
        context.isReplay = created.replayed;
        return { ...shown(created.oauthApplication, context), client_secret: shownSecret(created) };
      },
    }),
    route({
      method: "GET",
      path: "/oauth_applications/:id",
      operationId: "clerkGetOAuthApplication",
      summary: "Read an OAuth application.",
      needs: [APPLICATION_READ],
      params: Id,
      answer: Application,
      async handle(context, { params }) {
        return shown(await foundApplication(context, { id: params.id }), context);
      },
    }),
    route({
      method: "PATCH",
      path: "/oauth_applications/:id",
      operationId: "clerkUpdateOAuthApplication",
      summary: "Change an OAuth application; what is left out or null stays as it is.",
      needs: [APPLICATION_WRITE, APPLICATION_READ],
      params: Id,
      body: Change,
      fieldNames: fieldNamesOf,
      answer: Application,
      shown: async (context, { params }) => shown(await foundApplication(context, { id: params.id }), context),
      async handle(context, { params, body }) {
        const input = inputOf(UpdateOAuthApplicationInput, {
          ...settingsOf(body),
          oauthApplicationId: params.id,
          name: body.name ?? undefined,
          redirectUris: redirectUrisOf(body, []),
          scopes: scopesOf(body.scopes),
        });
        // The other redirect URIs are taken from the application inside the transaction.
        const following = ({ redirectUris }: OAuthApplication) =>
          body.callback_url ? { redirectUris: redirectUrisOf(body, redirectUris) } : {};
        return shown(await context.services.applicationRegistry.update(context.actor, input, { following }), context);
      },
    }),
    route({
      method: "DELETE",
      path: "/oauth_applications/:id",
      operationId: "clerkDeleteOAuthApplication",
      summary: "Delete an OAuth application, its secrets and its tokens.",
      needs: [APPLICATION_DELETE],
      params: Id,
      answer: Type.Object({
        object: Type.Literal("oauth_application"),
        id: Type.String(),
        deleted: Type.Literal(true),
      }),
      async handle({ services, actor }, { params }) {
        const input = inputOf(DeleteOAuthApplicationInput, { oauthApplicationId: params.id });
        const id = await services.applicationRemoval.delete(actor, input);
        return { object: "oauth_application" as const, id, deleted: true as const };
      },
    }),
    route({
      method: "POST",
      path: "/oauth_applications/:id/rotate_secret",
      operationId: "clerkRotateOAuthApplicationSecret",
      summary: "Replace the secret: every older one stops at once. The new one is in this answer only.",
      needs: [SECRET_ROTATE, APPLICATION_READ],
      params: Id,
      isRepeatable: true,
      answer: ApplicationWithSecret,
      async handle(context, { params }) {
        const input = inputOf(RotateSecretInput, {
          oauthApplicationId: params.id,
          previousSecret: PreviousSecretPolicy.REVOKE,
          // The vendor's rotation does not end access tokens.
          revokeTokens: false,
          idempotencyKey: context.idempotencyKey,
        });
        const rotated = await context.services.secretRotations.rotate(context.actor, input);
        context.isReplay = rotated.replayed;
        return { ...shown(rotated.oauthApplication, context), client_secret: rotated.plaintext };
      },
    }),
    route({
      method: "POST",
      path: "/oauth_applications/:id/revoke_token",
      operationId: "clerkRevokeOAuthApplicationToken",
      summary: "Revoke an access token of the application; one that it does not have is left alone.",
      needs: [SECRET_ROTATE],
      params: Id,
      body: Type.Object({ token: Type.String({ minLength: 1, maxLength: 4096 }) }, { additionalProperties: false }),
      status: 204,
      async handle({ services, actor }, { params, body }) {
        rejectJwt(body.token);
        await services.accessTokens.revokeOf(actor, params.id, body.token);
        return undefined;
      },
    }),
  ],
};

async function* shownPages(pages: AsyncIterable<OAuthApplication[]>, context: RouteContext) {
  for await (const page of pages) yield page.map((application) => shown(application, context));
}

/** Names of fields in errors: the first redirect URI is `callback_url` when it was sent as such. */
function fieldNamesOf(body: Static<typeof Change>): Record<string, string> {
  if (!body.callback_url) return {};
  const others = (body.redirect_uris ?? []).map((_, index) => [`redirectUris.${index + 1}`, `redirect_uris.${index}`]);
  return { "redirectUris.0": "callback_url", ...Object.fromEntries(others) };
}

function sliceOf({ limit, offset, order_by, name_query }: Static<typeof Listing>): OAuthApplicationSlice {
  const order = /^([-+ ]?)(.*)$/.exec(order_by ?? "");
  return inputOf(OAuthApplicationSlice, {
    limit,
    offset,
    filter: name_query ? inputOf(OAuthApplicationFilter, { query: name_query }) : undefined,
    orderBy: order_by
      ? inputOf(OAuthApplicationOrder, {
          field: order?.[2] === "name" ? OAuthApplicationOrderField.NAME : OAuthApplicationOrderField.CREATED_AT,
          // A `+` that was not escaped arrives as a space.
          direction: order?.[1] === "-" ? OrderDirection.DESC : OrderDirection.ASC,
        })
      : undefined,
  });
}

/** Clerk refuses JWTs, which cannot be revoked; the gateway issues none. */
function rejectJwt(token: string): void {
  if (!/^[\w-]+\.[\w-]+\.[\w-]+$/.test(token)) return;
  throw DomainError.invalidField("token", "opaque", "token must be an opaque token: a JWT cannot be revoked");
}
