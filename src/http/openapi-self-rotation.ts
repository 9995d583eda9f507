const TEXT = { type: "string" as const };

const SECONDS = { type: "integer" as const, minimum: 0 };

/** Refusals have the shape of those at `/oauth/token` (RFC 6749 §5.2). */
const REFUSAL = object(["error"], { error: TEXT, error_description: TEXT });

const ANSWER = object(["client_id", "client_secret_expires_at", "previous_client_secret_expires_at"], {
  client_id: TEXT,
  client_secret: {
    anyOf: [TEXT, { type: "null" as const }],
    description: "The new secret; null in a repeated answer once it was used or has stopped. Absent when it is sealed.",
  },
  sealed_client_secret: {
    anyOf: [TEXT, { type: "null" as const }],
    description: "The new secret as a compact JWE, sealed to the application's key or to `recipient_key`.",
  },
  client_secret_expires_at: {
    ...SECONDS,
    description: "Until when the new secret has to be used for the first time, in seconds since 1970; 0 once it was.",
  },
  previous_client_secret_expires_at: {
    ...SECONDS,
    description:
      "When the previous secret stops, in seconds since 1970; 0 while the new one was not used, and without an end.",
  },
});

const OPEN = object(["error"], {
  error: { ...TEXT, description: "rotation_open" },
  rotation_ends_at: { ...SECONDS, description: "When it ends by itself, in seconds since 1970; 0 without an end." },
});

const FORM = object([], {
  client_id: { ...TEXT, description: "With `client_secret_post`." },
  client_secret: { ...TEXT, description: "With `client_secret_post`." },
  confirm_within_seconds: {
    ...TEXT,
    description: "Seconds within which the new secret has to be used for the first time, 60 to 7776000. Default: 3600.",
  },
  recipient_key: {
    ...TEXT,
    description: "A public JWK as JSON text, to which the new secret is sealed; not where the application keeps a key.",
  },
});

/** The path of `/oauth/client_secret` in `/openapi.json`. */
export const SELF_ROTATION_DESCRIPTION = {
  "/oauth/client_secret": {
    post: {
      operationId: "rotateOwnClientSecret",
      tags: ["OAuth"],
      summary: "Ask, as an application, for a new secret of one's own",
      description:
        "Client authentication is as at the token endpoint, with the current or the previous secret. Needs the application's `selfRotationEnabled`.",
      security: [{ client: [] }],
      parameters: [
        {
          name: "Idempotency-Key",
          in: "header" as const,
          required: true,
          description:
            "16 to 255 visible ASCII characters, quoted or bare; a new UUID v4 for each rotation, the same one to repeat it. It is a secret: the answer opens with it.",
          schema: TEXT,
        },
      ],
      requestBody: { required: false, content: { "application/x-www-form-urlencoded": { schema: FORM } } },
      responses: {
        200: {
          ...answered("The new secret.", ANSWER),
          headers: {
            "Idempotency-Replayed": { description: "`true` when it is a repeated answer.", schema: TEXT },
          },
        },
        400: answered("The key is missing or the form is bad, or the application may not rotate itself.", REFUSAL),
        401: answered("The client is not who it says it is.", REFUSAL),
        409: answered("Two secrets work already.", OPEN),
        413: answered("The form is too large.", REFUSAL),
        422: answered("The key is kept of another request.", REFUSAL),
        429: answered(
          "Too many requests, or too many wrong secrets of this client, which was imported with a hash. `Retry-After` says how many seconds to wait.",
          REFUSAL,
        ),
        500: answered("Something unforeseen; the operator finds it in the log.", REFUSAL),
        503: answered("The database does not answer. With `Retry-After` nothing was changed.", REFUSAL),
      },
    },
  },
};

function object<P extends object>(required: string[], properties: P) {
  return { type: "object" as const, required, properties };
}

function answered(description: string, schema: object) {
  return { description, content: { "application/json": { schema } } };
}
