import { graphqlRequest } from "../requests.mjs";

const ROTATE = `mutation Rotate($input: RotateSecretInput!) {
  rotateSecret(input: $input) {
    clientSecret
    secret { id hint status }
    previousSecret { id status }
    oauthApplication { id version }
  }
}`;

/** A new secret, the end of the others, an audit event: one durable transaction (WAL, synchronous=FULL). */
export const work = {
  name: "W3",
  title: "rotate, durable",
  requests: ({ rotated }) =>
    rotated.map(({ id, organization }) => {
      const input = { oauthApplicationId: id, previousSecret: "REVOKE" };
      return graphqlRequest(organization.token, "Rotate", ROTATE, { input });
    }),
  comparable(body) {
    const { secret, previousSecret, oauthApplication, clientSecret } = JSON.parse(body).data.rotateSecret;
    const fits = secret.hint === `${clientSecret.slice(0, 4)}…${clientSecret.slice(-4)}`;
    return { fits, status: secret.status, previousSecret, oauthApplication };
  },
};
