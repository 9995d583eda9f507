import Type, { type Static } from "typebox";
import { WayIn } from "../model/actor.js";
import { CreateOAuthApplicationInput, DeleteOAuthApplicationInput } from "../model/inputs/oauth-application.inputs.js";
import { PreviousSecretPolicy, RotateSecretInput } from "../model/inputs/secret-rotation.inputs.js";
import type { OAuthApplication } from "../model/oauth-application.js";
import { Permission } from "../model/permission.js";
import { type Dialect, type RouteContext, route, Streamed } from "./dialect.js";
import { foundApplication } from "./found-application.js";
import { ErrorBody, REFUSALS, refuse } from "./meteroid-refusals.js";
import {
  inputOf,
  nullable,
  RepeatableSecret,
  type SecretSummary,
  shownSecret,
  summarizeFirstSecret,
  summarizeSecrets,
} from "./wire.js";

const { APPLICATION_READ, APPLICATION_WRITE, APPLICATION_DELETE, SECRET_READ, SECRET_ROTATE } = Permission;

const Application = Type.Object({
  id: Type.String(),
  organization_id: Type.String(),
  name: Type.String(),
  client_id: Type.String(),
  client_secret_hint: Type.String({
    description: "Empty for a public application, and for whoever may not read hints.",
  }),
  redirect_uris: Type.Array(Type.String()),
  scopes: Type.Array(Type.String()),
  is_active: Type.Boolean(),
  created_at: Type.String({ format: "date-time" }),
  updated_at: nullable(Type.String({ format: "date-time" })),
});

const Creation = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 256 }),
    redirect_uris: Type.Array(Type.String()),
    scopes: Type.Optional(nullable(Type.Array(Type.String()))),
  },
  { additionalProperties: false },
);

const Id = Type.Object({ id: Type.String() });

const TokenResponse = Type.Object({
  access_token: Type.String(),
  token_type: Type.String(),
  expires_in: Type.Integer({ description: "Seconds." }),
  scope: Type.Optional(Type.String()),
});

const IntrospectionResponse = Type.Object({
  active: Type.Boolean(),
  client_id: Type.Optional(Type.String()),
  exp: Type.Optional(Type.Integer({ description: "Unix time in seconds." })),
  iat: Type.Optional(Type.Integer({ description: "Unix time in seconds." })),
  scope: Type.Optional(Type.String()),
  token_type: Type.Optional(Type.String()),
  iss: Type.Optional(Type.String()),
  aud: Type.Optional(Type.String()),
  organization_id: Type.Optional(Type.String()),
});

const OAuthError = Type.Object({ error: Type.String(), error_description: Type.Optional(Type.String()) });

/** Meteroid's REST API: https://docs.meteroid.com, tags OAuth Apps and OAuth. */
export const meteroid: Dialect = {
  name: "Meteroid",
  wayIn: WayIn.METEROID,
  prefix: "/api/v1",
  fieldNames: { redirectUris: "redirect_uris" },
  refusals: REFUSALS,
  errorSchema: ErrorBody,
  refuse,
  tokenRoutes: [
    {
      path: "/oauth/token",
      endpoint: "token",
      summary: "Issue an access token (RFC 6749 §4.4).",
      answer: TokenResponse,
      errorSchema: OAuthError,
    },
    {
      path: "/oauth/introspect",
      endpoint: "introspection",
      summary: "Look at an access token (RFC 7662).",
      answer: IntrospectionResponse,
      errorSchema: OAuthError,
    },
    {
      path: "/oauth/revoke",
      endpoint: "revocation",
      summary: "Revoke an access token (RFC 7009).",
      errorSchema: OAuthError,
    },
  ],
  routes: [
    route({
      method: "GET",
      path: "/oauth-apps",
      operationId: "meteroidListOauthApps",
      summary: "List all OAuth applications, newest first.",
      needs: [APPLICATION_READ],
      answer: Type.Object({ data: Type.Array(Application) }),
      async handle(context) {
        const { services, actor } = context;
        return new Streamed(
          pages(context),
          (data) => ({ data }),
          () => services.oauthApplications.count(actor),
        );
      },
    }),
    route({
      method: "POST",
      path: "/oauth-apps",
      operationId: "meteroidCreateOauthApp",
      summary: "Register an OAuth application; its secret is in this answer only. A name can be had once.",
      needs: [APPLICATION_WRITE, APPLICATION_READ],
      body: Creation,
      isRepeatable: true,
      status: 201,
      answer: Type.Object({ app: Application, client_secret: RepeatableSecret }),
      async handle(context, { body }) {
        const input = inputOf(CreateOAuthApplicationInput, {
          name: body.name,
          redirectUris: body.redirect_uris,
          scopes: body.scopes ?? [],
          idempotencyKey: context.idempotencyKey,
        });
        const { services, actor } = context;
        const created = await services.applicationRegistry.create(actor, input, { uniqueName: true });
        context.isReplay = created.replayed;
        const app = shownOne(created.oauthApplication, summarizeFirstSecret(actor, created));
        return { app, client_secret: shownSecret(created) };
      },
    }),
    route({
      method: "GET",
      path: "/oauth-apps/:id",
      operationId: "meteroidGetOauthApp",
      summary: "Read an OAuth application.",
      needs: [APPLICATION_READ],
      params: Id,
      answer: Application,
      async handle(context, { params }) {
        const application = await foundApplication(context, { id: params.id });
        const [app] = await shown(context, [application]);
        return app as Static<typeof Application>;
      },
    }),
    route({
      method: "DELETE",
      path: "/oauth-apps/:id",
      operationId: "meteroidDeleteOauthApp",
      summary: "Delete an OAuth application, its secrets and its tokens.",
      needs: [APPLICATION_DELETE],
      params: Id,
      status: 204,
      async handle({ services, actor }, { params }) {
        const input = inputOf(DeleteOAuthApplicationInput, { oauthApplicationId: params.id });
        await services.applicationRemoval.delete(actor, input);
        return undefined;
      },
    }),
    route({
      method: "POST",
      path: "/oauth-apps/:id/rotate",
      operationId: "meteroidRotateOauthAppSecret",
      summary: "Replace the secret: every older one stops at once. The new one is in this answer only.",
      needs: [SECRET_ROTATE, SECRET_READ],
      params: Id,
      isRepeatable: true,
      answer: Type.Object({ client_secret: RepeatableSecret, client_secret_hint: Type.String() }),
      async handle(context, { params }) {
        const { services, actor, idempotencyKey } = context;
        const input = inputOf(RotateSecretInput, {
          oauthApplicationId: params.id,
          previousSecret: PreviousSecretPolicy.REVOKE,
          // The vendor's rotation does not end access tokens.
          revokeTokens: false,
          idempotencyKey,
        });
        const { plaintext, secret, replayed } = await services.secretRotations.rotate(actor, input);
        context.isReplay = replayed;
        return { client_secret: plaintext, client_secret_hint: secret?.hint ?? "" };
      },
    }),
  ],
};

async function* pages(context: RouteContext): AsyncGenerator<Static<typeof Application>[]> {
  for await (const page of context.services.oauthApplications.all(context.actor)) yield shown(context, page);
}

async function shown(
  { services, actor }: RouteContext,
  applications: OAuthApplication[],
): Promise<Static<typeof Application>[]> {
  const secrets = await summarizeSecrets(services, actor, applications);
  return applications.map((application) => shownOne(application, secrets.get(application.id)));
}

function shownOne(application: OAuthApplication, secrets: SecretSummary | undefined): Static<typeof Application> {
  return {
    id: application.id,
    organization_id: application.organizationId,
    name: application.name,
    client_id: application.clientId,
    client_secret_hint: secrets?.hint ?? "",
    redirect_uris: application.redirectUris,
    scopes: application.scopes,
    is_active: application.enabled,
    created_at: application.createdAt.toISOString(),
    updated_at: application.updatedAt.toISOString(),
  };
}
