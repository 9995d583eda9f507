/** The types of what the tests call; the library has none of its own. */
declare module "simple-oauth2" {
  interface Options {
    client: { id: string; secret: string };
    auth: { tokenHost: string; tokenPath?: string; revokePath?: string };
    http?: { json: boolean | "strict" | "force" };
    options?: { authorizationMethod?: "header" | "body" };
  }

  interface AccessToken {
    token: { access_token: string; token_type: string; scope?: string; expires_in: number };
    expired(): boolean;
    revoke(tokenType: "access_token"): Promise<void>;
  }

  export class ClientCredentials {
    constructor(options: Options);
    getToken(parameters: { scope?: string }): Promise<AccessToken>;
  }
}
