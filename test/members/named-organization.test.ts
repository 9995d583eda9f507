import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DATABASE_KINDS } from "../support/databases/databases.js";
import { startTestGateway, type TestGateway } from "../support/gateway/gateway.js";

describe.each(DATABASE_KINDS)("X-Organization with an API token on %s", (kind) => {
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await startTestGateway(kind);
  });
  afterAll(() => gateway.stop());

  it("may name the token's own organization, by id or slug", async () => {
    const { owner, id, slug } = await gateway.organization();
    for (const name of [id, slug]) {
      expect((await owner.send("{ organization { slug } }", {}, { "x-organization": name })).data).toEqual({
        organization: { slug },
      });
    }
  });

  it("keeps a request out of the wrong organization", async () => {
    const { owner } = await gateway.organization();
    const other = await gateway.organization();
    for (const name of [other.id, other.slug, "nobody"]) {
      const { status, errors } = await owner.send("{ organization { slug } }", {}, { "x-organization": name });
      expect([status, errors[0]?.extensions.code]).toEqual([401, "UNAUTHENTICATED"]);
    }
  });
});
