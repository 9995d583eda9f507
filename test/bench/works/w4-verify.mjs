import { formRequest } from "../requests.mjs";

/** Whether one client secret is good, at /oauth/verify. */
export const work = {
  name: "W4",
  title: "verify a client secret",
  requests: ({ known }) =>
    known.map(({ clientId, secret, organization }) =>
      formRequest("/oauth/verify", `Bearer ${organization.token}`, { client_id: clientId, client_secret: secret }),
    ),
  comparable: (body) => JSON.parse(body),
};
