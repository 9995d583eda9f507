import { Permission } from "../../../../src/model/permission.js";
import { COLLECTION } from "../dialects.js";
import type { Contract } from "./contract.js";

const { APPLICATION_READ, APPLICATION_WRITE, APPLICATION_DELETE, SECRET_ROTATE } = Permission;

const cloudflareItem = (organizationId: string, key: string) => `${COLLECTION.cloudflare(organizationId)}/${key}`;
const enveloped = (result: unknown) => ({ success: true, errors: [], messages: [], result });
const CLOUDFLARE_CODE: Record<number, number> = { 401: 10000, 403: 9109, 404: 7003 };
const cloudflareKeys = [
  ...["client_id", "visibility", "client_name", "allowed_cors_origins", "post_logout_redirect_uris", "redirect_uris"],
  ...["response_types", "grant_types", "scopes", "optional_scopes", "token_endpoint_auth_method"],
  ...["has_rotated_secret", "created_at", "updated_at"],
];

export const cloudflare: Contract = {
  dialect: "cloudflare",
  wayIn: "CLOUDFLARE",
  names: { name: "client_name", clientId: "client_id" },
  creation: (client_name) => ({
    client_name,
    grant_types: ["authorization_code", "client_credentials"],
    redirect_uris: ["https://app.example.com/callback"],
    response_types: ["code"],
    scopes: ["zone.read"],
    token_endpoint_auth_method: "client_secret_basic",
  }),
  create: {
    method: "POST",
    path: COLLECTION.cloudflare,
    status: 200,
    needs: [APPLICATION_WRITE, APPLICATION_READ],
    keys: [...cloudflareKeys, "client_secret"],
    createdOf: ({ result: { client_id, client_secret } }) => ({
      key: client_id,
      clientId: client_id,
      clientSecret: client_secret,
    }),
  },
  get: {
    method: "GET",
    path: cloudflareItem,
    status: 200,
    needs: [APPLICATION_READ],
    keys: cloudflareKeys,
    applicationOf: ({ result }) => result,
  },
  list: {
    method: "GET",
    path: COLLECTION.cloudflare,
    status: 200,
    needs: [APPLICATION_READ],
    applicationsOf: ({ result }) => result,
  },
  update: {
    method: "PATCH",
    path: cloudflareItem,
    status: 200,
    needs: [APPLICATION_WRITE, APPLICATION_READ],
    body: () => ({ client_name: "Renamed" }),
  },
  delete: {
    method: "DELETE",
    path: cloudflareItem,
    status: 200,
    needs: [APPLICATION_DELETE],
    answer: (id) => enveloped({ id }),
  },
  rotations: [
    {
      title: "rotate_secret",
      method: "POST",
      path: (organizationId, key) => `${cloudflareItem(organizationId, key)}/rotate_secret`,
      status: 200,
      needs: [SECRET_ROTATE],
      keys: ["client_secret"],
      secretOf: ({ body }) => body.result.client_secret,
      oldOneWorks: true,
      end: {
        method: "DELETE",
        path: (organizationId, key) => `${cloudflareItem(organizationId, key)}/rotate_secret`,
        status: 200,
        needs: [SECRET_ROTATE],
        answer: (id) => enveloped({ id }),
      },
    },
  ],
  refusal: (_requestId, status, message, field) => ({
    success: false,
    errors: [
      {
        code: CLOUDFLARE_CODE[status] ?? 10_000 + status,
        message,
        ...(field === undefined ? {} : { source: { pointer: `/${field.replaceAll(".", "/")}` } }),
      },
    ],
    messages: [],
    result: null,
  }),
  inputStatus: 400,
};
