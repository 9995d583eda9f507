/** What must be selected of the payload of a mutation that shows something once. */
export const SHOWN_ONCE: Record<string, string> = { rotateSecret: "clientSecret", createApiToken: "token" };

/** The least that can be asked for of a mutation's payload. */
export function leastOf(mutation: string): string {
  return SHOWN_ONCE[mutation] ?? "__typename";
}
