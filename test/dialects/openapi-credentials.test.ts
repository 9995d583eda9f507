import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { uuidOf } from "../../src/model/identifier.js";
import { permissionsOf, Role } from "../../src/model/permission.js";
import { guidOf } from "../support/dialects/dialects.js";
import { type OpenapiDocument, type OperationDescription, openapiOf } from "../support/dialects/openapi.js";
import { startTestGateway, type TestGateway, type TestOrganization } from "../support/gateway/gateway.js";
import { haveTime } from "../support/gateway/have-time.js";
import { issueApiToken } from "../support/organization/api-tokens.js";

type Described = OperationDescription & { description: string };

describe("what /openapi.json says of credentials", () => {
  let gateway: TestGateway;
  let organization: TestOrganization;
  let document: OpenapiDocument;

  haveTime();
  beforeAll(async () => {
    gateway = await startTestGateway("sqlite");
    organization = await gateway.organization();
    document = await openapiOf(gateway.url);
  });
  afterAll(() => gateway.stop());

  /** Operations on applications, with paths of the organization and of an application that nobody has. */
  const operations = () =>
    Object.entries(document.paths).flatMap(([template, methods]) => {
      const path = template
        .replace("{account_id}", uuidOf(organization.id))
        .replace("{orgId}", guidOf(organization.id))
        .replace(/\{\w+\}/g, "nobody");
      return Object.entries(methods)
        .map(([method, operation]) => ({ method: method.toUpperCase(), path, operation: operation as Described }))
        .filter(({ operation }) => !operation.security.some((scheme) => "client" in scheme));
    });

  /** Sends no body, which comes after the credential. */
  const statusOf = async (method: string, path: string, headers: Record<string, string>) =>
    (await fetch(gateway.url + path, { method, headers })).status;

  const headerOf = (scheme: string, token: string): Record<string, string> => {
    const { type, name } = document.components.securitySchemes[scheme] ?? {};
    return type === "http" ? { authorization: `Bearer ${token}` } : { [name]: token };
  };

  it("holds: every scheme that an operation names is accepted, and no other one", async () => {
    const schemes = Object.keys(document.components.securitySchemes).filter((scheme) => scheme !== "client");
    expect(schemes.length).toBeGreaterThan(1);
    for (const { method, path, operation } of operations()) {
      const named = operation.security.flatMap((scheme) => Object.keys(scheme));
      for (const scheme of schemes) {
        const isRefused = (await statusOf(method, path, headerOf(scheme, organization.owner.token ?? ""))) === 401;
        expect([method, path, scheme, isRefused]).toEqual([method, path, scheme, !named.includes(scheme)]);
      }
    }
  });

  it("holds: an operation needs each permission that it names, and no other one", async () => {
    const narrowed = async (permissions: string[]) =>
      (await issueApiToken(organization.owner, { role: Role.OWNER, permissions })).token;
    for (const { method, path, operation } of operations()) {
      const named: string[] = operation.description.match(/\b[A-Z]+_[A-Z]+\b/g) ?? [];
      expect(named.length).toBeGreaterThan(0);
      const enough = await statusOf(method, path, headerOf("bearer", await narrowed(named)));
      expect([method, path, enough === 403]).toEqual([method, path, false]);
      for (const permission of named) {
        const others = permissionsOf(Role.OWNER).filter((other) => other !== permission);
        const lacking = await statusOf(method, path, headerOf("bearer", await narrowed(others)));
        expect([method, path, permission, lacking]).toEqual([method, path, permission, 403]);
      }
    }
  });
});
