import { Agent, request } from "node:http";

interface Reply {
  status: number;
  body: string;
}

/**
 * Registers applications one after the other over a kept connection, and reconnects when it is told
 * `connection: close`, as service clients and reverse proxies do.
 */
export class KeepAliveWriter {
  /** Ids of the applications that were answered with success. */
  readonly acknowledged: string[] = [];
  /** Failures that no client should ever see. */
  readonly broken: string[] = [];
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 1 });

  constructor(
    private readonly url: string,
    private readonly token: string,
    private readonly name: string,
  ) {}

  /** Writes until the gateway no longer accepts connections. */
  async writeUntilRefused(): Promise<void> {
    for (;;) {
      const reply = await this.post();
      if (reply === "refused") break;
      if (typeof reply === "string") {
        this.broken.push(reply);
        break;
      }
      const { data, errors } = JSON.parse(reply.body);
      if (errors) this.broken.push(`${reply.status}: ${reply.body}`);
      else this.acknowledged.push(data.createOAuthApplication.oauthApplication.id);
    }
    this.agent.destroy();
  }

  private post(): Promise<Reply | string> {
    const query = `mutation ($name: String!) { createOAuthApplication(input: { name: $name }) { oauthApplication { id } } }`;
    return new Promise((resolve) => {
      const sent = request(`${this.url}/graphql`, {
        method: "POST",
        agent: this.agent,
        headers: { authorization: `Bearer ${this.token}`, "content-type": "application/json" },
      });
      sent.on("response", (response) => {
        let body = "";
        response.on("data", (chunk) => {
          body += chunk;
        });
        response.on("end", () => resolve({ status: response.statusCode ?? 0, body }));
        response.on("error", (error) => resolve(`an answer was cut: ${error.message}`));
      });
      sent.on("error", (error: NodeJS.ErrnoException) => {
        // The kernel accepts connections before the gateway does, and resets those when the gateway stops listening.
        const unaccepted = error.code === "ECONNREFUSED" || (error.code === "ECONNRESET" && !sent.reusedSocket);
        resolve(unaccepted ? "refused" : `${error.code} on ${sent.reusedSocket ? "a kept" : "a new"} connection`);
      });
      sent.end(JSON.stringify({ query, variables: { name: this.name } }));
    });
  }
}
