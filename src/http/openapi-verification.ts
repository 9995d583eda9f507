import { MAX_SOFTWARE_LENGTH } from "../model/client-software.js";
import { Permission } from "../model/permission.js";

const TEXT = { type: "string" as const };
const LIST = { type: "array" as const, items: TEXT };

/** Refusals of `/oauth/verify` have the shape of those at `/graphql`. */
const REFUSAL = object(["errors"], {
  errors: {
    type: "array" as const,
    items: object(["message", "extensions"], {
      message: TEXT,
      extensions: { ...object(["code"], { code: TEXT, field: TEXT, rule: TEXT }), additionalProperties: true },
    }),
  },
});

const ACTIVE = { type: "boolean" as const, description: "Whether the secret is the client's and works." };

/** What is shown of a client whose secret is good (verify.ts); otherwise `active` is all. */
const ANSWER = object(["active"], {
  active: ACTIVE,
  client_id: TEXT,
  oauth_application_id: TEXT,
  organization_id: TEXT,
  scope: TEXT,
  grant_types: LIST,
  redirect_uris: LIST,
  secret: object(["id", "status", "expires_at"], {
    id: TEXT,
    status: { ...TEXT, description: "CURRENT, or PREVIOUS while a rotation is open." },
    expires_at: { anyOf: [TEXT, { type: "null" as const }], description: "A moment (RFC 3339); null without an end." },
  }),
});

const FORM = object(["client_id", "client_secret"], {
  client_id: TEXT,
  client_secret: TEXT,
  client_address: {
    ...TEXT,
    description:
      "The IP address, without a port, from which the secret was presented to you; shown as reported, and counted for wrong secrets of imported clients.",
  },
  client_user_agent: {
    ...TEXT,
    description: `What that client calls itself; shown as reported, cut at ${MAX_SOFTWARE_LENGTH} characters.`,
  },
});

/** The path of `/oauth/verify` in `/openapi.json`. */
export const VERIFICATION_PATH = {
  "/oauth/verify": {
    post: {
      operationId: "verifyClientSecret",
      tags: ["OAuth"],
      summary: "Ask whether a client secret is good",
      description: `Needs the permissions ${Permission.SECRET_VERIFY}.`,
      security: [{ bearer: [] }],
      requestBody: { required: true, content: { "application/x-www-form-urlencoded": { schema: FORM } } },
      responses: {
        200: answered("Whether it is; nothing but `active` when it is not, for whatever reason.", ANSWER),
        400: answered("A parameter is missing, given twice or malformed; `field` names it.", REFUSAL),
        401: answered("No valid credential.", REFUSAL),
        403: answered("The credential lacks the permission.", REFUSAL),
        413: answered("The form is too large.", REFUSAL),
        415: answered("The body is no form.", REFUSAL),
        429: answered(
          "By `code`, TOO_MANY_REQUESTS of who asks, or TOO_MANY_FAILED_LOGINS of this client alone, which was imported with a hash: the secret was not looked at. `Retry-After` says how many seconds to wait.",
          REFUSAL,
        ),
        500: answered("Something unforeseen; the operator finds it in the log.", REFUSAL),
        503: answered("The database does not answer.", REFUSAL),
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
