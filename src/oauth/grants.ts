/** The client credentials grant (RFC 6749 §4.4). */
export const CLIENT_CREDENTIALS = "client_credentials";

/**
 * By this oidc-provider knows a request at `/oauth/client_secret`, which is a token request to it: so clients are
 * authenticated there in the same way. At the token endpoint itself there is no such grant.
 */
export const SELF_ROTATION = "urn:oauth-app-gateway:client-secret";

/** The parameters of such a request, beside those of client authentication. */
export const SELF_ROTATION_PARAMETERS = ["confirm_within_seconds", "recipient_key"];
