import type { ShownSecret } from "./shown-secrets.js";

/** What a value has to be quoted for, which a secret of the gateway never is and a client id that was imported may be. */
const PLAIN = /^[\w.-]*$/;

const quoted = (value: string) => (PLAIN.test(value) ? value : `'${value.replaceAll("'", String.raw`'\''`)}'`);

/** The lines of a `.env` file: `CLIENT_ID` and `CLIENT_SECRET`, or `GATEWAY_TOKEN`. */
export function envFile({ kind, clientId, plaintext }: ShownSecret): string {
  const lines =
    kind === "API token"
      ? [["GATEWAY_TOKEN", plaintext]]
      : [...(clientId ? [["CLIENT_ID", clientId]] : []), ["CLIENT_SECRET", plaintext]];
  return lines.map(([name, value = ""]) => `${name}=${quoted(value)}\n`).join("");
}
