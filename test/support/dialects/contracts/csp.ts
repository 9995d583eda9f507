import { Permission } from "../../../../src/model/permission.js";
import { COLLECTION } from "../dialects.js";
import { CHOSEN_SECRET, type Contract } from "./contract.js";

const { APPLICATION_READ, APPLICATION_WRITE, APPLICATION_DELETE, SECRET_ROTATE } = Permission;

const cspItem = (organizationId: string, key: string) => `${COLLECTION.csp(organizationId)}/${key}`;
const cspSecret = (organizationId: string, key: string) => `${cspItem(organizationId, key)}/secret`;
const CSP_CODE: Record<number, string> = {
  400: "bad_request",
  401: "unauthorized",
  403: "forbidden",
  404: "not_found",
  409: "conflict",
  413: "payload_too_large",
  415: "unsupported_media_type",
  429: "too_many_requests",
  503: "service_unavailable",
};

export const csp: Contract = {
  dialect: "csp",
  wayIn: "CSP",
  names: { name: "displayName", clientId: "id" },
  creation: (displayName) => ({
    displayName,
    description: "Made by a test.",
    grantTypes: ["client_credentials"],
    allowedScopes: { generalScopes: ["openid"] },
  }),
  create: {
    method: "POST",
    path: COLLECTION.csp,
    status: 200,
    needs: [APPLICATION_WRITE],
    keys: ["clientId", "clientSecret"],
    createdOf: ({ clientId, clientSecret }) => ({ key: clientId, clientId, clientSecret }),
  },
  get: {
    method: "GET",
    path: cspItem,
    status: 200,
    needs: [APPLICATION_READ],
    keys: [
      ...["id", "displayName", "description", "grantTypes", "redirectUris", "postLogoutRedirectUris", "allowedScopes"],
      ...["accessTokenTTL", "refreshTokenTTL", "publicClient", "forcePkce", "ownerOnlySecretRotation", "isHidden"],
      ...["secretRotationExpirationInSeconds", "organizationId", "createdAt", "lastUpdatedAt", "immutable"],
      ...["allowOpenRedirectUris", "allowedOrgs"],
    ],
    applicationOf: (body) => body,
  },
  list: {
    method: "GET",
    path: COLLECTION.csp,
    status: 200,
    needs: [APPLICATION_READ],
    applicationsOf: ({ results }) => results,
  },
  update: {
    method: "PATCH",
    path: cspItem,
    status: 200,
    needs: [APPLICATION_WRITE, APPLICATION_READ],
    body: () => ({ displayName: "Renamed", description: "Made by a test.", grantTypes: ["client_credentials"] }),
  },
  delete: {
    method: "DELETE",
    path: COLLECTION.csp,
    body: (clientId) => ({ clientIdsToDelete: [clientId] }),
    status: 200,
    needs: [APPLICATION_DELETE],
    answer: (clientId) => ({ succeeded: [clientId], failed: [] }),
  },
  rotations: [
    {
      title: "PUT secret",
      method: "PUT",
      path: cspSecret,
      body: () => ({}),
      status: 200,
      needs: [SECRET_ROTATE],
      keys: ["clientId", "clientSecret"],
      secretOf: ({ body }) => body.clientSecret,
      oldOneWorks: false,
    },
    {
      title: "POST secret",
      method: "POST",
      path: cspSecret,
      body: () => ({ newClientSecret: CHOSEN_SECRET }),
      status: 200,
      needs: [SECRET_ROTATE],
      keys: undefined,
      secretOf: () => CHOSEN_SECRET,
      oldOneWorks: true,
      end: { method: "DELETE", path: cspSecret, status: 200, needs: [SECRET_ROTATE], answer: () => undefined },
    },
  ],
  refusal: (requestId, statusCode, message) => {
    const code = CSP_CODE[statusCode] ?? "internal_server_error";
    return { cspErrorCode: code, errorCode: code, message, moduleCode: 0, requestId, statusCode };
  },
  inputStatus: 400,
};
