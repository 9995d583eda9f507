import type { Mapping } from "./mapping.js";

/** Doorkeeper's table `oauth_applications`. It records no grants and takes Basic and POST. */
export const doorkeeper: Mapping = {
  columns: {
    uid: { field: "clientId" },
    secret: { field: "clientSecret" },
    old_secret: { field: "previousClientSecret" },
    name: { field: "name" },
    redirect_uri: { field: "redirectUris" },
    scopes: { field: "scopes" },
    confidential: { field: "confidential" },
  },
  constants: {},
};
