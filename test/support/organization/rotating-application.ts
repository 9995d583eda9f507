import { expect } from "vitest";
import type { TestGateway } from "../gateway/gateway.js";
import { change, EVERYTHING, read } from "./oauth-applications.js";

/** A new application of a new organization, with the steps of a rotation and a view of all its secrets. */
export async function rotatingApplication(gateway: TestGateway, input: Record<string, unknown> = {}) {
  const organization = await gateway.organization();
  const { developer, admin } = organization;
  const application = await developer.createApplication(input);
  const plaintexts = [application.clientSecret as string];

  const statusOfNode = async (id: string) => {
    const { node } = await admin.ok("query ($id: ID!) { node(id: $id) { ... on ClientSecret { status } } }", { id });
    return node.status;
  };

  return {
    ...organization,
    application,
    async rotate(how: Record<string, unknown> = {}) {
      const answer = await developer.rotate(application.id, how);
      if (answer.errors.length === 0) plaintexts.push(answer.data.rotateSecret.clientSecret);
      return answer;
    },
    step: (mutation: Parameters<typeof change>[1], more: Record<string, unknown> = {}) =>
      change(developer, mutation, { oauthApplicationId: application.id, ...more }, EVERYTHING),
    /** The status of each secret, oldest first. Expects `/oauth/verify` to agree with each. */
    async state(): Promise<string[]> {
      const { secrets, hasRotatedSecret, clientSecretHint } = await read(admin, application.id);
      const listed = secrets.reverse() as { id: string; status: string; hint: string }[];
      expect(listed.length).toBe(plaintexts.length);
      for (const [index, { id, status }] of listed.entries()) {
        const works = status === "CURRENT" || status === "PREVIOUS";
        const verified = await admin.verify(application.clientId, plaintexts[index] as string);
        const active = expect.objectContaining({ active: true, secret: expect.objectContaining({ id, status }) });
        expect(verified).toEqual(works ? active : { active: false });
        expect(await statusOfNode(id)).toBe(status);
      }
      const statuses = listed.map(({ status }) => status);
      expect(hasRotatedSecret).toBe(statuses.includes("PREVIOUS"));
      expect(clientSecretHint).toBe(listed[statuses.indexOf("CURRENT")]?.hint ?? null);
      return statuses;
    },
  };
}
