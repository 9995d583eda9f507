import Type from "typebox";
import { ChosenCredentials } from "../model/inputs/chosen-credentials.inputs.js";
import {
  CompleteSecretRotationInput,
  PreviousSecretPolicy,
  RotateSecretInput,
} from "../model/inputs/secret-rotation.inputs.js";
import { Permission } from "../model/permission.js";
import { APPLICATIONS, ApplicationPath, applicationId, Credentials } from "./csp-paths.js";
import { type Route, route } from "./dialect.js";
import { inputOf } from "./wire.js";

const { SECRET_ROTATE } = Permission;

const SECRET = `${APPLICATIONS}/:oauthAppId/secret`;

/** The vendor's three operations that change an application's secret. */
export const SECRET_ROUTES: Route[] = [
  route({
    method: "PUT",
    path: SECRET,
    operationId: "cspRegenerateOauthAppSecret",
    summary: "Replace the secret: a rotation that is open is reset, and the new secret is the only one that works.",
    needs: [SECRET_ROTATE],
    params: ApplicationPath,
    body: Type.Object({}, { additionalProperties: false }),
    isRepeatable: true,
    answer: Credentials,
    async handle(context, { params }) {
      const input = inputOf(RotateSecretInput, {
        oauthApplicationId: await applicationId(context, params.oauthAppId),
        previousSecret: PreviousSecretPolicy.REVOKE,
        // The vendor's rotation does not end access tokens.
        revokeTokens: false,
        idempotencyKey: context.idempotencyKey,
      });
      const { plaintext, replayed } = await context.services.secretRotations.rotate(context.actor, input);
      context.isReplay = replayed;
      return { clientId: params.oauthAppId, clientSecret: plaintext };
    },
  }),
  route({
    method: "POST",
    path: SECRET,
    operationId: "cspRotateOauthAppSecret",
    summary: "Begin a rotation to a secret of one's own choice; the old one works until the time is up.",
    needs: [SECRET_ROTATE],
    params: ApplicationPath,
    body: Type.Object(
      {
        newClientSecret: Type.String({
          description: "16 to 256 visible ASCII characters with a lower, an upper, a digit and a special one.",
        }),
        secretRotationExpirationInSeconds: Type.Optional(
          Type.Integer({ description: "Seconds; by default what the application says, which is 172800 by default." }),
        ),
      },
      { additionalProperties: false },
    ),
    isRepeatable: true,
    fieldNames: () => ({
      clientSecret: "newClientSecret",
      overlapSeconds: "secretRotationExpirationInSeconds",
    }),
    async handle(context, { params, body }) {
      const input = inputOf(RotateSecretInput, {
        oauthApplicationId: await applicationId(context, params.oauthAppId),
        previousSecret: PreviousSecretPolicy.EXPIRE,
        overlapSeconds: body.secretRotationExpirationInSeconds,
        idempotencyKey: context.idempotencyKey,
      });
      const chosen = inputOf(ChosenCredentials, { clientSecret: body.newClientSecret });
      const { replayed } = await context.services.secretRotations.rotate(context.actor, input, { chosen });
      context.isReplay = replayed;
      return undefined;
    },
  }),
  route({
    method: "DELETE",
    path: SECRET,
    operationId: "cspCompleteOauthAppSecretRotation",
    summary: "End a rotation: the old secret stops at once.",
    needs: [SECRET_ROTATE],
    params: ApplicationPath,
    async handle(context, { params }) {
      const oauthApplicationId = await applicationId(context, params.oauthAppId);
      const input = inputOf(CompleteSecretRotationInput, { oauthApplicationId, force: true });
      await context.services.openRotations.complete(context.actor, input);
      return undefined;
    },
  }),
];
