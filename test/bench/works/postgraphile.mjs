import { timeOf } from "../../../dist/src/model/identifier.js";
import { graphqlRequest } from "../requests.mjs";
import { work as get } from "./w1-get.mjs";
import { work as list } from "./w2-list.mjs";

const SECRETS =
  "secrets: clientSecretsByOauthApplicationId(orderBy: PRIMARY_KEY_DESC) { nodes { rowId hint expiresAt revokedAt } }";
const ORGANIZATION = "organization: organizationByOrganizationId { rowId name }";
const APPLICATION = `rowId clientId name enabled redirectUris ${SECRETS} ${ORGANIZATION}`;

const GET = `query Get($id: String!) { oauthApplication: oauthApplicationByRowId(rowId: $id) { ${APPLICATION} } }`;

const LIST = `query List($first: Int!, $organizationId: String!) {
  oauthApplications: allOauthApplications(
    first: $first, condition: { organizationId: $organizationId }, orderBy: PRIMARY_KEY_DESC
  ) {
    nodes { ${APPLICATION} }
    pageInfo { hasNextPage endCursor }
  }
}`;

/**
 * The works that PostGraphile can do, asked for in its own schema. It answers columns: what the gateway derives of them
 * (status, creation, lists) is derived here before the answers are compared, so PostGraphile is spared that.
 */
export const POSTGRAPHILE_WORKS = {
  [get.name]: {
    requests: ({ known }) =>
      known.map(({ id, organization }) => graphqlRequest(organization.token, "Get", GET, { id })),
    comparable(body) {
      const { createdAt, ...oauthApplication } = applicationOf(JSON.parse(body).data.oauthApplication);
      return { data: { oauthApplication } };
    },
  },
  [list.name]: {
    requests: ({ owners }) =>
      owners.map(({ id, token }) => graphqlRequest(token, "List", LIST, { first: 50, organizationId: id })),
    comparable(body) {
      const { nodes: rows, pageInfo } = JSON.parse(body).data.oauthApplications;
      const nodes = rows.map(applicationOf);
      // A cursor is the server's own business.
      const endCursor = pageInfo.endCursor && nodes.at(-1).id;
      return { data: { oauthApplications: { nodes, pageInfo: { ...pageInfo, endCursor } } } };
    },
  },
};

function applicationOf({ rowId, redirectUris, secrets, organization, ...rest }) {
  return {
    ...rest,
    id: rowId,
    createdAt: timeOf(rowId).toISOString(),
    redirectUris: JSON.parse(redirectUris),
    secrets: secretsOf(secrets.nodes),
    organization: { id: organization.rowId, name: organization.name },
  };
}

/** Newest first: the newest that works is current, the next one previous. */
function secretsOf(rows) {
  const states = ["CURRENT", "PREVIOUS"];
  return rows.map(({ rowId, hint, expiresAt, revokedAt }) => {
    const isUsable = revokedAt === null && (expiresAt === null || Number(expiresAt) > Date.now());
    const status = isUsable ? states.shift() : revokedAt === null ? "EXPIRED" : "REVOKED";
    return { id: rowId, hint, status, expiresAt: expiresAt && new Date(Number(expiresAt)).toISOString() };
  });
}
