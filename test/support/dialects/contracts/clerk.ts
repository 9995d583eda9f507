import { Permission } from "../../../../src/model/permission.js";
import { COLLECTION } from "../dialects.js";
import type { Contract } from "./contract.js";

const { APPLICATION_READ, APPLICATION_WRITE, APPLICATION_DELETE, SECRET_ROTATE } = Permission;

const clerkKeys = [
  ...["object", "id", "instance_id", "name", "client_id", "client_uri", "client_image_url", "dynamically_registered"],
  ...["consent_screen_enabled", "pkce_required", "public", "scopes", "redirect_uris", "callback_url", "authorize_url"],
  ...["token_fetch_url", "user_info_url", "discovery_url", "token_introspection_url", "created_at", "updated_at"],
];
const clerkItem = (organizationId: string, key: string) => `${COLLECTION.clerk(organizationId)}/${key}`;
const CLERK_CODE: Record<number, string> = {
  400: "request_body_invalid",
  401: "authentication_invalid",
  403: "authorization_invalid",
  404: "resource_not_found",
  409: "conflict",
  413: "request_body_too_large",
  415: "content_type_invalid",
  429: "too_many_requests",
};

export const clerk: Contract = {
  dialect: "clerk",
  wayIn: "CLERK",
  names: { name: "name", clientId: "client_id" },
  creation: (name) => ({ name, redirect_uris: ["https://app.example.com/callback"], scopes: "profile email" }),
  create: {
    method: "POST",
    path: COLLECTION.clerk,
    status: 200,
    needs: [APPLICATION_WRITE, APPLICATION_READ],
    keys: [...clerkKeys, "client_secret"],
    createdOf: ({ id, client_id, client_secret }) => ({ key: id, clientId: client_id, clientSecret: client_secret }),
  },
  get: {
    method: "GET",
    path: clerkItem,
    status: 200,
    needs: [APPLICATION_READ],
    keys: clerkKeys,
    applicationOf: (body) => body,
  },
  list: {
    method: "GET",
    path: COLLECTION.clerk,
    status: 200,
    needs: [APPLICATION_READ],
    applicationsOf: ({ data }) => data,
  },
  update: {
    method: "PATCH",
    path: clerkItem,
    status: 200,
    needs: [APPLICATION_WRITE, APPLICATION_READ],
    body: () => ({ name: "Renamed" }),
  },
  delete: {
    method: "DELETE",
    path: clerkItem,
    status: 200,
    needs: [APPLICATION_DELETE],
    answer: (id) => ({ object: "oauth_application", id, deleted: true }),
  },
  rotations: [
    {
      title: "rotate_secret",
      method: "POST",
      path: (organizationId, key) => `${clerkItem(organizationId, key)}/rotate_secret`,
      status: 200,
      needs: [SECRET_ROTATE, APPLICATION_READ],
      keys: [...clerkKeys, "client_secret"],
      secretOf: ({ body }) => body.client_secret,
      oldOneWorks: false,
    },
  ],
  refusal: (requestId, status, message, field) => ({
    errors: [
      field === undefined
        ? { code: CLERK_CODE[status] ?? "internal_clerk_error", message, long_message: message }
        : {
            code: message.endsWith("is required") ? "form_param_missing" : "form_param_format_invalid",
            message,
            long_message: message,
            meta: { param_name: field.split(".")[0] },
          },
    ],
    clerk_trace_id: requestId,
  }),
  inputStatus: 422,
};
