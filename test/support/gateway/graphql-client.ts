import { patiently } from "./patience.js";
import { send } from "./send.js";

/** One error of a GraphQL answer. */
export interface AnswerError {
  message: string;
  path?: (string | number)[];
  extensions: { code: string; field?: string; rule?: string; limit?: number; [key: string]: unknown };
}

export interface Answer {
  status: number;
  headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of any shape.
  data: any;
  errors: AnswerError[];
  /** The whole body as it was sent. */
  text: string;
}

/** Sends GraphQL documents to one gateway with one token, as any HTTP client would. */
export class GraphqlClient {
  constructor(
    readonly url: string,
    readonly token: string | null,
  ) {}

  async send(
    query: string,
    variables?: Record<string, unknown>,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const exchange = await send(`${this.url}/graphql`, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        ...(this.token === null ? {} : { authorization: `Bearer ${this.token}` }),
        ...headers,
      },
      body: JSON.stringify({ query, variables }),
    });
    const { status, text } = exchange;
    const { data, errors = [] } = JSON.parse(text);
    return {
      status,
      get headers() {
        return exchange.headers;
      },
      data,
      errors,
      text,
    };
  }

  /** As `send`; throws unless it succeeds. Answers `data`. */
  async ok(query: string, variables?: Record<string, unknown>) {
    return dataOf(await this.send(query, variables));
  }

  /** Registers an application. Answers it with its first secret. */
  async createApplication(input: Record<string, unknown> = {}): Promise<CreatedApplication> {
    const query = `mutation ($input: CreateOAuthApplicationInput!) {
      createOAuthApplication(input: $input) { clientSecret oauthApplication { id clientId name version } }
    }`;
    // Sent again when refused: tests prepare with it, often many at a time.
    const data = dataOf(await patiently(() => this.send(query, { input: { name: "Test application", ...input } })));
    return { ...data.createOAuthApplication.oauthApplication, clientSecret: data.createOAuthApplication.clientSecret };
  }

  /** Rotates a secret and selects all that tests need. */
  async rotate(oauthApplicationId: string, input: Record<string, unknown> = {}): Promise<Answer> {
    return this.send(
      `mutation ($input: RotateSecretInput!) {
        rotateSecret(input: $input) {
          clientSecret
          secret { id hint status expiresAt }
          previousSecret { id hint status expiresAt revokedAt }
          oauthApplication { id version hasRotatedSecret clientSecretHint secrets { id hint status expiresAt revokedAt } }
        }
      }`,
      { input: { oauthApplicationId, ...input } },
    );
  }

  /** Asks `/oauth/verify` whether a secret works. */
  async verify(
    clientId: string,
    clientSecret: string,
  ): Promise<{ active: boolean; secret?: { id: string; status: string } }> {
    const { status, text } = await send(`${this.url}/oauth/verify`, {
      method: "POST",
      headers: { authorization: `Bearer ${this.token}` },
      body: new URLSearchParams({ client_id: clientId, client_secret: clientSecret }),
    });
    if (status !== 200) throw new Error(`HTTP ${status}: ${text}`);
    return JSON.parse(text) as { active: boolean };
  }
}

function dataOf({ data, errors, status }: Answer) {
  if (errors.length > 0) throw new Error(`HTTP ${status}: ${JSON.stringify(errors)}`);
  return data;
}

export interface CreatedApplication {
  id: string;
  clientId: string;
  name: string;
  version: number;
  clientSecret: string | null;
}
