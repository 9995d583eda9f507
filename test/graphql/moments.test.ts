import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestGateway, type TestGateway, type TestOrganization } from "../support/gateway/gateway.js";
import { createApiToken } from "../support/organization/api-tokens.js";
import { refusalOf } from "../support/organization/oauth-applications.js";

/** An RFC 3339 date-time with an offset that takes it out of the years RFC 3339 can write. */
const YEAR_10000 = "9999-12-31T23:59:59-23:59";
const YEAR_0 = "0001-01-01T00:00:00+23:59";
const LAST = "9999-12-31T23:59:59.999Z";

describe("a moment", () => {
  let gateway: TestGateway;
  let organization: TestOrganization;

  beforeAll(async () => {
    gateway = await startTestGateway("sqlite");
    organization = await gateway.organization();
  });
  afterAll(() => gateway.stop());

  it("beyond the year 9999 is refused as the end of an API token, by the field's name", async () => {
    const refused = await createApiToken(organization.owner, { expiresAt: YEAR_10000 });
    expect(refusalOf(refused)).toEqual({ code: "BAD_USER_INPUT", field: "expiresAt", rule: "moment" });
    const { data } = await createApiToken(organization.owner, { expiresAt: LAST });
    expect(data.createApiToken.apiToken.expiresAt).toBe(LAST);
  });

  it.each([
    ["auditEvents", "AuditEventFilter", "since"],
    ["auditEvents", "AuditEventFilter", "until"],
    ["oauthApplications", "OAuthApplicationFilter", "secretCreatedBefore"],
    ["oauthApplications", "OAuthApplicationFilter", "rotationEndsBefore"],
  ])("outside of the years 1 to 9999 is refused in the filter of %s (%s.%s)", async (list, type, field) => {
    const ask = (moment: string) =>
      organization.owner.send(`query ($filter: ${type}) { ${list}(filter: $filter) { totalCount } }`, {
        filter: { [field]: moment },
      });
    for (const moment of [YEAR_10000, YEAR_0]) {
      expect(refusalOf(await ask(moment))).toEqual({
        code: "BAD_USER_INPUT",
        field: `filter.${field}`,
        rule: "moment",
      });
    }
    expect((await ask(LAST)).errors).toEqual([]);
  });
});
