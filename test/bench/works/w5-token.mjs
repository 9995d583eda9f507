import { formRequest } from "../requests.mjs";

/** The client credentials grant at /oauth/token; the token is durable when it is answered. */
export const work = {
  name: "W5",
  title: "issue an access token",
  requests: ({ known }) =>
    known.map(({ clientId, secret }) => {
      const basic = `Basic ${Buffer.from(`${clientId}:${secret}`).toString("base64")}`;
      return formRequest("/oauth/token", basic, { grant_type: "client_credentials" });
    }),
  comparable(body) {
    const { access_token, ...rest } = JSON.parse(body);
    return { issued: access_token.length >= 32, ...rest };
  },
};
