import { describe, expect, it } from "vitest";
import { formRefusal } from "../../src/console/api/form-refusal.js";
import { problemOfList, problemOfOrigin, problemOfRedirectUri } from "../../src/console/applications/create/rules.js";
import { ACTIONS } from "../../src/console/audit/actions.js";
import { sentenceOf } from "../../src/console/audit/sentence.js";
import { permissionsOf, ROLES } from "../../src/console/parts/roles.js";
import { AUDIT_ACTIONS } from "../../src/model/audit-event.js";
import { Role, permissionsOf as rightsOf } from "../../src/model/permission.js";
import {
  DISGUISED_LOOPBACK,
  GOOD,
  PLAIN_HTTP,
  REFUSED_EVERYWHERE,
} from "../support/organization/redirect-uri-samples.js";

describe("what the console's forms say before the gateway has to", () => {
  it.each(GOOD)("lets %s through as a redirect URI", (uri) => {
    expect(problemOfRedirectUri(uri, false)).toBeUndefined();
  });

  it.each(Object.entries(REFUSED_EVERYWHERE))("says that a redirect URI may not have %s", (_what, uris) => {
    for (const uri of uris) expect(problemOfRedirectUri(uri, true), uri).toEqual(expect.any(String));
  });

  it.each([...PLAIN_HTTP, ...DISGUISED_LOOPBACK])("says that %s is plain http", (uri) => {
    expect(problemOfRedirectUri(uri, false)).toEqual(expect.any(String));
  });

  it.each(PLAIN_HTTP)("lets %s through where the organization allows it", (uri) => {
    expect(problemOfRedirectUri(uri, true)).toBeUndefined();
  });

  it("names the value of a list that is wrong by its place, and one that is there twice", () => {
    expect(problemOfList(["https://a.example", "https://b.example/"], problemOfOrigin)).toMatch(/^Number 2 /);
    expect(problemOfList(["https://a.example", "https://a.example"], problemOfOrigin)).toBe("Number 2 is there twice.");
    expect(problemOfList(["https://a.example"], problemOfOrigin)).toBeUndefined();
  });

  it("knows what each role may do", () => {
    for (const role of ROLES) expect(permissionsOf(role).toSorted()).toEqual(rightsOf(Role[role]).toSorted());
  });

  it("has words for every action of the audit log", () => {
    expect(Object.keys(ACTIONS).toSorted()).toEqual([...AUDIT_ACTIONS].toSorted());
    for (const action of AUDIT_ACTIONS) expect(sentenceOf(action, {}).before).not.toBe(action);
  });
});

describe("what the gateway says of a form", () => {
  const answer = (extensions: object) => ({ errors: [{ message: "name must be shorter", extensions }] });

  it("stands at the fields that it is about", async () => {
    const { CombinedGraphQLErrors } = await import("@apollo/client");
    const error = new CombinedGraphQLErrors(
      answer({
        code: "BAD_USER_INPUT",
        field: "name",
        violations: [
          { field: "name", message: "name must be at least 1 character long" },
          { field: "scopes.2", message: "scopes.2 must consist of scope-token characters" },
        ],
      }) as never,
    );
    expect(formRefusal(error, ["name", "scopes"])).toEqual({
      at: {
        name: "Must be at least 1 character long.",
        scopes: "Number 3 must consist of scope-token characters.",
      },
      others: [],
    });
    expect(formRefusal(error, ["scopes"]).others).toHaveLength(1);
  });

  it("stands below the form when it is about no field of it", async () => {
    const { CombinedGraphQLErrors } = await import("@apollo/client");
    const { at, others } = formRefusal(new CombinedGraphQLErrors(answer({ code: "CONFLICT" }) as never), ["name"]);
    expect(at).toEqual({});
    expect(others).toMatchObject([{ code: "CONFLICT" }]);
  });
});
