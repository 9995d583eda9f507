/** What the page knows beside the schema. */
export interface ConsoleConfig {
  version: string;
  /** The outside issuer at which people sign in; null where there is none. */
  oidc: { issuer: string; clientId: string; scopes: string; audience: string | null } | null;
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
