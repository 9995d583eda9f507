import { uuidOf } from "../../../dist/src/model/identifier.js";

/**
 * Cloudflare's dialect: the older of two secrets deleted, then another one issued; two durable transactions that count
 * as one. The last work on its applications, whose known secrets it takes away.
 */
export const work = {
  name: "W6",
  title: "Cloudflare's delete and rotate",
  requests: ({ known }) =>
    known.map(({ clientId, organization }) => {
      const path = `/client/v4/accounts/${uuidOf(organization.id)}/oauth_clients/${clientId}/rotate_secret`;
      const headers = { authorization: `Bearer ${organization.token}` };
      return [
        { method: "DELETE", path, headers },
        { method: "POST", path, headers },
      ];
    }),
  comparable(body) {
    const { success, errors, messages, result } = JSON.parse(body);
    const secret = result.client_secret === undefined ? null : result.client_secret.slice(0, 4);
    return { success, errors, messages, id: result.id ?? null, secret };
  },
};
