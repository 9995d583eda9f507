import { expect, it } from "vitest";
import { namesakesIn, tellsApart } from "../../src/console/audit/apart.js";
import { detailsText, secretsEnding } from "../../src/console/audit/hints.js";
import { meantBy, type Named } from "../../src/console/audit/meant.js";

const TOKEN = { id: "tok_1", role: "OWNER", hint: "ogt_…aB3d", createdAt: "2026-11-27T10:00:00Z" } as const;

it("two API tokens with one name are told apart by role, hint and when they were issued", () => {
  expect(tellsApart(TOKEN, Date.parse("2026-11-29T10:00:00Z"))).toMatch(/^OWNER, ogt_…aB3d, issued 27 Nov, \d\d:00$/);
});

it("two people with one name are told apart by role and e-mail, or by subject", () => {
  const person = { id: "mem_1", role: "VIEWER", subject: "auth0|1" } as const;
  expect(tellsApart({ ...person, email: "grace@example.com" }, 0)).toBe("VIEWER, grace@example.com");
  expect(tellsApart({ ...person, email: null }, 0)).toBe("VIEWER, auth0|1");
});

it("only a name that several have is told by more, whoever acts and whatever was changed", () => {
  const event = (id: string, name: string | null, token?: string) =>
    ({
      actor: { id, name, kind: "API_TOKEN" },
      oauthApplication: null,
      apiToken: token ? { id: token, name: "Link" } : null,
    }) as unknown as Parameters<typeof namesakesIn>[0][number];
  expect(namesakesIn([event("tok_1", "Link"), event("tok_1", "Link"), event("tok_2", "Pipeline")]).size).toBe(0);
  const events = [event("tok_1", "Link"), event("tok_2", "Pipeline", "tok_3"), event("cli", null), event("gw", null)];
  expect([...namesakesIn(events)]).toEqual(["tok_1", "tok_3"]);
  // A service account is one, as an application and as a member.
  expect([...namesakesIn([event("app_1", "Deployer"), event("mem_1", "Deployer")])]).toEqual([]);
});

it("a whole name means the only one that has it, in any case unless that is another's name", () => {
  const found: Named[] = [
    { id: "app_1", name: "Deployer", kind: "application" },
    { id: "app_2", name: "Deployer of tests", kind: "application" },
    { id: "tok_1", name: "Link", kind: "API token" },
    { id: "tok_2", name: "Link", kind: "API token" },
    { id: "tok_3", name: "LINK", kind: "API token" },
  ];
  expect(meantBy("Deployer", found)?.id).toBe("app_1");
  expect(meantBy("deployer", found)?.id).toBe("app_1");
  expect(meantBy("Deploy", found)).toBeUndefined();
  expect(meantBy("Link", found)).toBeUndefined();
  expect(meantBy("LINK", found)?.id).toBe("tok_3");
});

it("a secret is found by the end that its hint shows, also of one that was chosen, and never by nothing", () => {
  const issued = { id: "sec_1", hint: "ogs_…fFr8" };
  const chosen = { id: "sec_2", hint: "…r8" };
  const imported = { id: "sec_3", hint: "…" };
  const secrets = [issued, chosen, imported];
  expect(secretsEnding("fFr8", secrets)).toEqual([issued, chosen]);
  expect(secretsEnding("ogs_…fFr8", [issued, imported])).toEqual([issued]);
  expect(secretsEnding("xxr8", secrets)).toEqual([chosen]);
  expect(secretsEnding("Fr8", [issued])).toEqual([]);
  expect(secretsEnding("", secrets)).toEqual([]);
});

it("an event's details have the hint behind each secret that is known", () => {
  const [known, other] = [`sec_${"1".repeat(22)}`, `sec_${"2".repeat(22)}`];
  const text = detailsText({ previousSecretId: known, revokedSecretIds: [known, other] }, [
    { id: known, hint: "ogs_…fFr8" },
  ]);
  expect(JSON.parse(text)).toEqual({
    previousSecretId: `${known} (ogs_…fFr8)`,
    revokedSecretIds: [`${known} (ogs_…fFr8)`, other],
  });
});
