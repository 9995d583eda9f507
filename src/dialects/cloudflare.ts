import Type, { type Static, type TSchema } from "typebox";
import { WayIn } from "../model/actor.js";
import { ID_PREFIX, idOfUuid } from "../model/identifier.js";
import {
  CreateOAuthApplicationInput,
  DeleteOAuthApplicationInput,
  UpdateOAuthApplicationInput,
} from "../model/inputs/oauth-application.inputs.js";
import {
  CompleteSecretRotationInput,
  PreviousSecretPolicy,
  RotateSecretInput,
} from "../model/inputs/secret-rotation.inputs.js";
import type { OAuthApplication } from "../model/oauth-application.js";
import { Permission } from "../model/permission.js";
import {
  Change,
  Client,
  ClientWithSecret,
  Creation,
  followingFrom,
  rejectIdentityScopes,
  settingsOf,
  settledScopes,
  shown,
} from "./cloudflare-client.js";
import { ErrorEnvelope, Notice, REFUSALS, refuse } from "./cloudflare-refusals.js";
import { type Dialect, type RouteContext, route, Streamed } from "./dialect.js";
import { foundApplication } from "./found-application.js";
import { inputOf, RepeatableSecret, shownSecret, summarizeFirstSecret, summarizeSecrets } from "./wire.js";

const { APPLICATION_READ, APPLICATION_WRITE, APPLICATION_DELETE, SECRET_ROTATE } = Permission;

const Envelope = <T extends TSchema>(result: T) =>
  Type.Object({ success: Type.Literal(true), errors: Type.Array(Notice), messages: Type.Array(Notice), result });

const Deleted = Envelope(Type.Object({ id: Type.String() }));
const Account = Type.Object({
  account_id: Type.String({ description: "The organization: 32 hexadecimal characters." }),
});
const ClientPath = Type.Object({
  ...Account.properties,
  client_id: Type.String({ description: "The client id, percent-encoded." }),
});

/** Cloudflare's API: https://developers.cloudflare.com/api/resources/iam/subresources/oauth_clients. */
export const cloudflare: Dialect = {
  name: "Cloudflare",
  wayIn: WayIn.CLOUDFLARE,
  prefix: "/client/v4",
  credential: {
    describes: [
      { scheme: "cloudflareKey", header: "X-Auth-Key" },
      { scheme: "cloudflareServiceKey", header: "X-Auth-User-Service-Key" },
    ],
    read: (headers) => (headers["x-auth-key"] ?? headers["x-auth-user-service-key"])?.toString(),
  },
  organization: { parameter: "account_id", read: (text) => idOfUuid(ID_PREFIX.organization, text) },
  fieldNames: {
    name: "client_name",
    redirectUris: "redirect_uris",
    postLogoutRedirectUris: "post_logout_redirect_uris",
    allowedOrigins: "allowed_cors_origins",
    optionalScopes: "optional_scopes",
    grantTypes: "grant_types",
    responseTypes: "response_types",
    tokenEndpointAuthMethod: "token_endpoint_auth_method",
    homepageUrl: "client_uri",
    logoUrl: "logo_uri",
    privacyPolicyUrl: "policy_uri",
    termsOfServiceUrl: "tos_uri",
  },
  refusals: REFUSALS,
  errorSchema: ErrorEnvelope,
  refuse,
  tokenRoutes: [],
  routes: [
    route({
      method: "GET",
      path: "/accounts/:account_id/oauth_clients",
      operationId: "cloudflareListOauthClients",
      summary: "List all OAuth clients, newest first.",
      needs: [APPLICATION_READ],
      params: Account,
      answer: Envelope(Type.Array(Client)),
      async handle(context) {
        const { services, actor } = context;
        return new Streamed(pages(context), enveloped, () => services.oauthApplications.count(actor));
      },
    }),
    route({
      method: "POST",
      path: "/accounts/:account_id/oauth_clients",
      operationId: "cloudflareCreateOauthClient",
      summary: "Register an OAuth client; its secret is in this answer only.",
      needs: [APPLICATION_WRITE, APPLICATION_READ],
      params: Account,
      body: Creation,
      isRepeatable: true,
      answer: Envelope(ClientWithSecret),
      async handle(context, { body }) {
        rejectIdentityScopes(body.optional_scopes);
        const input = inputOf(CreateOAuthApplicationInput, {
          ...settingsOf(body),
          name: body.client_name,
          scopes: settledScopes(body),
          idempotencyKey: context.idempotencyKey,
        });
        const created = await context.services.applicationRegistry.create(context.actor, input);
        context.isReplay = created.replayed;
        const client_secret = shownSecret(created) === "" ? undefined : shownSecret(created);
        const client = shown(created.oauthApplication, summarizeFirstSecret(context.actor, created));
        return enveloped({ ...client, client_secret });
      },
    }),
    route({
      method: "GET",
      path: "/accounts/:account_id/oauth_clients/:client_id",
      operationId: "cloudflareGetOauthClient",
      summary: "Read an OAuth client.",
      needs: [APPLICATION_READ],
      params: ClientPath,
      answer: Envelope(Client),
      async handle(context, { params }) {
        return enveloped(await shownOne(context, await found(context, params.client_id)));
      },
    }),
    route({
      method: "PATCH",
      path: "/accounts/:account_id/oauth_clients/:client_id",
      operationId: "cloudflareUpdateOauthClient",
      summary: "Change an OAuth client; what is left out stays as it is.",
      needs: [APPLICATION_WRITE, APPLICATION_READ],
      params: ClientPath,
      body: Change,
      answer: Envelope(Client),
      shown: async (context, { params }) => shownOne(context, await found(context, params.client_id)),
      async handle(context, { params, body }) {
        const { services, actor } = context;
        const { oauthApplications, clock } = services;
        const input = inputOf(UpdateOAuthApplicationInput, {
          ...settingsOf(body),
          oauthApplicationId: await oauthApplications.idOf(actor, params.client_id),
        });
        const following = (current: OAuthApplication) => followingFrom(body, current, clock());
        return enveloped(
          await shownOne(context, await services.applicationRegistry.update(actor, input, { following })),
        );
      },
    }),
    route({
      method: "DELETE",
      path: "/accounts/:account_id/oauth_clients/:client_id",
      operationId: "cloudflareDeleteOauthClient",
      summary: "Delete an OAuth client, its secrets and its tokens.",
      needs: [APPLICATION_DELETE],
      params: ClientPath,
      answer: Deleted,
      async handle({ services, actor }, { params }) {
        const oauthApplicationId = await services.oauthApplications.idOf(actor, params.client_id);
        await services.applicationRemoval.delete(actor, inputOf(DeleteOAuthApplicationInput, { oauthApplicationId }));
        return enveloped({ id: params.client_id });
      },
    }),
    route({
      method: "POST",
      path: "/accounts/:account_id/oauth_clients/:client_id/rotate_secret",
      operationId: "cloudflareRotateOauthClientSecret",
      summary: "Issue a second secret, in this answer only; the first one works until it is deleted.",
      needs: [SECRET_ROTATE],
      params: ClientPath,
      isRepeatable: true,
      answer: Envelope(Type.Object({ client_secret: RepeatableSecret })),
      async handle(context, { params }) {
        const { services, actor, idempotencyKey } = context;
        const input = inputOf(RotateSecretInput, {
          oauthApplicationId: await services.oauthApplications.idOf(actor, params.client_id),
          previousSecret: PreviousSecretPolicy.KEEP,
          idempotencyKey,
        });
        const { plaintext, replayed } = await services.secretRotations.rotate(actor, input);
        context.isReplay = replayed;
        return enveloped({ client_secret: plaintext });
      },
    }),
    route({
      method: "DELETE",
      path: "/accounts/:account_id/oauth_clients/:client_id/rotate_secret",
      operationId: "cloudflareDeleteRotatedOauthClientSecret",
      summary: "Delete the older of two secrets; it stops at once.",
      needs: [SECRET_ROTATE],
      params: ClientPath,
      answer: Deleted,
      async handle({ services, actor }, { params }) {
        const oauthApplicationId = await services.oauthApplications.idOf(actor, params.client_id);
        const input = inputOf(CompleteSecretRotationInput, { oauthApplicationId, force: true });
        await services.openRotations.complete(actor, input);
        return enveloped({ id: params.client_id });
      },
    }),
  ],
};

async function* pages(context: RouteContext): AsyncGenerator<Static<typeof Client>[]> {
  const { services, actor } = context;
  for await (const page of services.oauthApplications.all(actor)) {
    const secrets = await summarizeSecrets(services, actor, page);
    yield page.map((application) => shown(application, secrets.get(application.id)));
  }
}

function found(context: RouteContext, clientId: string): Promise<OAuthApplication> {
  return foundApplication(context, { clientId }, "OAuth client");
}

async function shownOne({ services, actor }: RouteContext, application: OAuthApplication) {
  return shown(application, (await summarizeSecrets(services, actor, [application])).get(application.id));
}

function enveloped<T>(result: T) {
  return { success: true as const, errors: [], messages: [], result };
}
