/** The field that must be selected of each mutation that shows something once. */
export const SHOWN_ONCE: Record<string, string> = { rotateSecret: "clientSecret", createApiToken: "token" };

/** The smallest selection of a mutation's payload. */
export function leastOf(mutation: string): string {
  return SHOWN_ONCE[mutation] ?? "__typename";
}
