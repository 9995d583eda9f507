import { SCAN_LIMITS } from "../database/scans.js";
import { COST_OF_REQUEST, PRICES } from "../services/limits/prices.js";
import { MAX_ALIASES, MAX_COST, MAX_DEPTH, MAX_ERRORS, MAX_ROOT_FIELDS, MAX_TOKENS } from "./limits.js";

// Descriptions for which TypeGraphQL has no decorator: of the schema and its root types.

export const SCHEMA_DESCRIPTION = `The OAuth applications of an organization, and the rotation of their client secrets.

**Who asks.** \`Authorization: Bearer\` with an API token (\`ogt_…\`), with the access token of a service account, or with that of a user of the outside issuer. It decides the organization, which a user of several names by id or slug in the header \`X-Organization\`; without it theirs is the only one that they have used before, and \`Query.memberships\` alone is served to who has to choose. Identifiers of another one answer like identifiers that do not exist. \`Query.viewer\` shows who asks, where, and with which permissions.

**What is refused.** Every error has an \`extensions.code\`: BAD_USER_INPUT (a value does not fit; for a broken rule, \`field\`, a dotted path, \`rule\` and perhaps \`limit\` stand beside the code), FORBIDDEN (a permission is missing: the field is null and the rest of the answer stands; or, with HTTP 403 and no data, a user is signed in and no member), NOT_FOUND, CONFLICT, UNAUTHENTICATED, TOO_MANY_REQUESTS and SERVICE_UNAVAILABLE (nothing was changed: try again after \`retryAfterSeconds\`; without that number, a change may have been done), GRAPHQL_VALIDATION_FAILED (the document does not fit the schema or is over a limit) and INTERNAL_SERVER_ERROR.

**Limits of a document.** ${MAX_TOKENS} tokens, ${MAX_DEPTH} levels, ${MAX_ALIASES} aliases, ${MAX_ROOT_FIELDS} root fields, and a cost of ${MAX_COST}. An answer shows at most ${MAX_ERRORS} errors.

**Cost** is what an operation may read, send and change, multiplied down the sizes of its pages, summed and rounded up: ${PRICES.object} for each object (\`clientSecretHint\`, \`hasRotatedSecret\` and \`secretContestedAt\` count as one); ${PRICES.leaf} for each other value, \`edges\` and \`pageInfo\`; ${PRICES.page} for a page, and for each of its items at least ${PRICES.object}; for a list that comes whole ${PRICES.listedItems} of its items, at least ${PRICES.list}; ${PRICES.write} for a mutation; ${PRICES.count} for a \`totalCount\`; ${PRICES.filter} for a condition of a filter, nothing for those that an index answers alone (one of \`targetId\`, \`action\`, \`actorId\` and \`actorSecretId\`, \`since\`, \`until\`), and once more where \`totalCount\` is asked for beside it; ${PRICES.introspected} for each object of an introspection, as many as this schema has. Up to ${COST_OF_REQUEST}, an operation counts as one request; beyond, as its cost / ${COST_OF_REQUEST}, rounded up, and it is TOO_MANY_REQUESTS before anything runs when not so many are left. What may read a whole list waits for its turn, which goes round the organizations, and is stopped with SERVICE_UNAVAILABLE after ${SCAN_LIMITS.deadlineMs / 1000} seconds.

**Secrets** are in the answer that issues them and never again: ask for \`clientSecret\` and \`token\` in the mutation itself.`;

export const QUERY_DESCRIPTION =
  "What can be read, inside the organization of whoever asks. Lists come in pages: `first` with `after` forwards, `last` with `before` backwards; an argument out of its range, and a cursor of another kind or order, is BAD_USER_INPUT. What may be null without a word about it is null only beside an error, so that the rest of the answer stands.";

export const MUTATION_DESCRIPTION =
  "What can be changed; each change is one transaction. A mutation that fails is null and has changed nothing, unless its message says that it may have been done (the connection to the database broke while it was committed). One that has not begun 1.5 s after it was asked for, or when its sender has closed the connection, never happens. What payloads hold is nullable, so that no error beside it takes an issued secret out of the answer.";
