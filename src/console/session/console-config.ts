/** The outside issuer at which people sign in. */
export interface IssuerConfig {
  issuer: string;
  clientId: string;
  scopes: readonly string[];
  /** The `resource` to ask for (RFC 8707); null where the issuer is told otherwise for which API its tokens are. */
  audience: string | null;
}

/** What the page knows beside the schema. */
export interface ConsoleConfig {
  version: string;
  /** Whether the gateway trusts an issuer at all, so that a person can be a member who acts. */
  acceptsPeople: boolean;
  /** Null where there is none. */
  oidc: IssuerConfig | null;
}

let asked: Promise<ConsoleConfig | null> | undefined;

/** Asked for once, by who needs it; null when it does not arrive. */
export function consoleConfig(): Promise<ConsoleConfig | null> {
  asked ??= fetch("/console/config.json").then(
    async (answer) => (answer.ok ? ((await answer.json()) as ConsoleConfig) : null),
    () => null,
  );
  return asked;
}
