import { Permission } from "../../../../src/model/permission.js";
import { COLLECTION } from "../dialects.js";
import type { Contract } from "./contract.js";

const { APPLICATION_READ, APPLICATION_WRITE, APPLICATION_DELETE, SECRET_READ, SECRET_ROTATE } = Permission;

const meteroidItem = (organizationId: string, key: string) => `${COLLECTION.meteroid(organizationId)}/${key}`;
const METEROID_CODE: Record<number, string> = {
  401: "UNAUTHORIZED",
  403: "FORBIDDEN",
  404: "NOT_FOUND",
  409: "CONFLICT",
  429: "TOO_MANY_REQUESTS",
};

export const meteroid: Contract = {
  dialect: "meteroid",
  wayIn: "METEROID",
  names: { name: "name", clientId: "client_id" },
  creation: (name) => ({ name, redirect_uris: ["https://app.example.com/callback"], scopes: ["invoices:read"] }),
  create: {
    method: "POST",
    path: COLLECTION.meteroid,
    status: 201,
    needs: [APPLICATION_WRITE, APPLICATION_READ],
    keys: ["app", "client_secret"],
    createdOf: ({ app, client_secret }) => ({ key: app.id, clientId: app.client_id, clientSecret: client_secret }),
  },
  get: {
    method: "GET",
    path: meteroidItem,
    status: 200,
    needs: [APPLICATION_READ],
    keys: [
      ...["id", "organization_id", "name", "client_id", "client_secret_hint", "redirect_uris", "scopes"],
      ...["is_active", "created_at", "updated_at"],
    ],
    applicationOf: (body) => body,
  },
  list: {
    method: "GET",
    path: COLLECTION.meteroid,
    status: 200,
    needs: [APPLICATION_READ],
    applicationsOf: ({ data }) => data,
  },
  delete: {
    method: "DELETE",
    path: meteroidItem,
    status: 204,
    needs: [APPLICATION_DELETE],
    answer: () => undefined,
  },
  rotations: [
    {
      title: "rotate",
      method: "POST",
      path: (organizationId, key) => `${meteroidItem(organizationId, key)}/rotate`,
      status: 200,
      needs: [SECRET_ROTATE, SECRET_READ],
      keys: ["client_secret", "client_secret_hint"],
      secretOf: ({ body }) => body.client_secret,
      oldOneWorks: false,
    },
  ],
  refusal: (_requestId, status, message) => ({
    code: METEROID_CODE[status] ?? (status < 500 ? "BAD_REQUEST" : "INTERNAL_SERVER_ERROR"),
    message,
  }),
  inputStatus: 400,
};
