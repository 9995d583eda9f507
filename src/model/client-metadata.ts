import { registerEnumType } from "type-graphql";

// The enums of client metadata (RFC 7591 §2).

export enum GrantType {
  AUTHORIZATION_CODE = "AUTHORIZATION_CODE",
  REFRESH_TOKEN = "REFRESH_TOKEN",
  CLIENT_CREDENTIALS = "CLIENT_CREDENTIALS",
}

registerEnumType(GrantType, {
  name: "GrantType",
  description: "How the application obtains access tokens (RFC 7591 `grant_types`).",
  valuesConfig: {
    AUTHORIZATION_CODE: {
      description:
        "`authorization_code` (RFC 6749 §4.1): a user's, for the authorization server that reads its clients here.",
    },
    REFRESH_TOKEN: { description: "`refresh_token` (RFC 6749 §6), for that authorization server." },
    CLIENT_CREDENTIALS: {
      description:
        "`client_credentials` (RFC 6749 §4.4): a service's own, which the gateway itself answers at `POST /oauth/token`.",
    },
  },
});

export enum ResponseType {
  CODE = "CODE",
  ID_TOKEN = "ID_TOKEN",
  TOKEN = "TOKEN",
}

registerEnumType(ResponseType, {
  name: "ResponseType",
  description: "What the authorization endpoint may answer with (RFC 7591 `response_types`).",
  valuesConfig: {
    CODE: { description: "`code`: an authorization code." },
    ID_TOKEN: { description: "`id_token` (OpenID Connect)." },
    TOKEN: { description: "`token`: an access token." },
  },
});

export enum TokenEndpointAuthMethod {
  CLIENT_SECRET_BASIC = "CLIENT_SECRET_BASIC",
  CLIENT_SECRET_POST = "CLIENT_SECRET_POST",
  NONE = "NONE",
}

registerEnumType(TokenEndpointAuthMethod, {
  name: "TokenEndpointAuthMethod",
  description: "How the application authenticates at a token endpoint (RFC 7591 `token_endpoint_auth_method`).",
  valuesConfig: {
    CLIENT_SECRET_BASIC: { description: "`client_secret_basic`: HTTP Basic." },
    CLIENT_SECRET_POST: { description: "`client_secret_post`: in the request body." },
    NONE: { description: "`none`: a public application, which has no client secret." },
  },
});
