import type { Mapping } from "./mapping.js";

/** Doorkeeper's table `oauth_applications`. It records no grants and takes Basic and POST. Not every table has `old_secret`. */
export const doorkeeper: Mapping = {
  columns: {
    uid: { field: "clientId" },
    secret: { field: "clientSecret" },
    old_secret: { field: "previousClientSecret", optional: true },
    name: { field: "name" },
    redirect_uri: { field: "redirectUris" },
    scopes: { field: "scopes" },
    confidential: { field: "confidential" },
  },
  constants: {},
};
