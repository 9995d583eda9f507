import { createServer } from "node:http";
import Provider, { type Adapter, type AdapterPayload, type Configuration } from "oidc-provider";
import { AUDIENCE, newIssuerKey } from "../processes/outside-issuer.js";
import { onFreePort } from "../processes/ports.js";

/** Who signs in at the issuer, and what it says of them. */
export interface IssuerPerson {
  sub: string;
  email?: string;
  email_verified?: boolean;
}

/** A stock oidc-provider at which people sign in by being sent there: it knows who they are. */
export interface PersonIssuer {
  url: string;
  clientId: string;
  /** Who comes next. A browser that has been there is remembered. */
  person: IssuerPerson | "declines";
  /** Seconds that an access token lives. */
  lifetime: number;
  /** Whether it gives refresh tokens. */
  refreshes: boolean;
  /** The origin of the page that people are sent back to. */
  page: string;
  /** Changes what people are sent back with, as somebody on the way might. */
  tamper: (answer: URL) => void;
  /** What was asked for at the token endpoint. */
  readonly grants: URLSearchParams[];
  stop(): Promise<void>;
}

const SCOPES = "openid email";

export async function startPersonIssuer(): Promise<PersonIssuer> {
  const key = await newIssuerKey("first");
  return onFreePort(async (port) => {
    const url = `http://127.0.0.1:${port}`;
    const people = new Map<string, IssuerPerson>();
    const issuer: PersonIssuer = {
      ...{
        url,
        clientId: "console",
        person: { sub: "nobody" },
        lifetime: 300,
        refreshes: false,
        page: "",
        grants: [],
        tamper: () => undefined,
      },
      stop: () =>
        new Promise((resolve) => {
          server.close(() => resolve());
          server.closeAllConnections();
        }),
    };
    const provider = new Provider(url, configurationOf(issuer, people, key.jwk));
    provider.use(async (context, next) => {
      await next();
      const answer = context.response.get("location");
      if (answer?.startsWith(`${issuer.page}/`)) {
        const changed = new URL(answer);
        issuer.tamper(changed);
        context.set("location", changed.href);
      }
      if (context.path === "/token" && context.method === "POST") {
        issuer.grants.push(new URLSearchParams(context.oidc?.body as Record<string, string>));
      }
    });
    const server = createServer((request, response) => {
      if (!request.url?.startsWith("/interaction/")) return provider.callback()(request, response);
      const { person } = issuer;
      if (person !== "declines") people.set(person.sub, person);
      const result = person === "declines" ? { error: "access_denied" } : { login: { accountId: person.sub } };
      provider.interactionFinished(request, response, result).catch(() => response.writeHead(400).end());
    });
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject).listen(port, "127.0.0.1", resolve);
    });
    return issuer;
  });
}

function configurationOf(issuer: PersonIssuer, people: Map<string, IssuerPerson>, jwk: object): Configuration {
  const client = () => ({
    client_id: issuer.clientId,
    token_endpoint_auth_method: "none" as const,
    grant_types: ["authorization_code", "refresh_token"],
    response_types: ["code" as const],
    redirect_uris: [`${issuer.page}/console/signed-in`],
    id_token_signed_response_alg: "ES256" as const,
  });
  const kept = new Map<string, AdapterPayload>();
  return {
    jwks: { keys: [jwk] },
    ttl: {
      AccessToken: () => issuer.lifetime,
      AuthorizationCode: 60,
      Grant: 600,
      IdToken: 300,
      Interaction: 600,
      RefreshToken: 600,
      Session: 600,
    },
    cookies: { keys: ["known to the tests"] },
    scopes: ["openid", "email", "offline_access"],
    claims: { openid: ["sub"], email: ["email", "email_verified"] },
    clientBasedCORS: (_context, origin) => origin === issuer.page,
    adapter: (kind): Adapter => ({
      async find(id) {
        return kind === "Client" ? (id === issuer.clientId ? client() : undefined) : kept.get(`${kind} ${id}`);
      },
      async findByUid(uid) {
        return [...kept].find(([name, one]) => name.startsWith(`${kind} `) && one.uid === uid)?.[1];
      },
      async upsert(id, payload) {
        kept.set(`${kind} ${id}`, payload);
      },
      async consume(id) {
        Object.assign(kept.get(`${kind} ${id}`) ?? {}, { consumed: Math.floor(Date.now() / 1000) });
      },
      async destroy(id) {
        kept.delete(`${kind} ${id}`);
      },
      async findByUserCode() {
        return undefined;
      },
      async revokeByGrantId() {},
    }),
    interactions: { url: (_context, interaction) => `/interaction/${interaction.uid}` },
    findAccount: (_context, sub) => ({ accountId: sub, claims: async () => ({ ...people.get(sub), sub }) }),
    async loadExistingGrant({ oidc }) {
      const grant = new oidc.provider.Grant({ clientId: issuer.clientId, accountId: oidc.session?.accountId ?? "" });
      grant.addOIDCScope(`${SCOPES} offline_access`);
      await grant.save();
      return grant;
    },
    issueRefreshToken: async () => issuer.refreshes,
    rotateRefreshToken: true,
    extraTokenClaims: (_context, token) => {
      const { email, email_verified } = people.get("accountId" in token ? String(token.accountId) : "") ?? {};
      return { ...(email !== undefined && { email }), ...(email_verified !== undefined && { email_verified }) };
    },
    features: {
      devInteractions: { enabled: false },
      resourceIndicators: {
        enabled: true,
        getResourceServerInfo: () => ({
          scope: "",
          audience: AUDIENCE,
          accessTokenFormat: "jwt",
          accessTokenTTL: issuer.lifetime,
          jwt: { sign: { alg: "ES256" } },
        }),
      },
    },
  };
}
