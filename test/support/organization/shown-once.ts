/** The field that must be selected of each mutation that shows something once. */
export const SHOWN_ONCE: Record<string, string> = { rotateSecret: "clientSecret", createApiToken: "token" };

/** The smallest selection of a mutation's payload, without recipient keys; a registration's does for those too. */
export function leastOf(mutation: string): string {
  if (mutation === "createOAuthApplication") return "sealedClientSecret";
  return SHOWN_ONCE[mutation] ?? "__typename";
}
