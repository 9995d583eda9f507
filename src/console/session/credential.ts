import type { Credential } from "../api/client.js";

/** Where a credential is kept when its owner asked for that: until this tab is closed. */
const KEY = "console-session";

/** Storage may be forbidden to the page; then nothing is kept. */
export function keepCredential(credential: Credential): void {
  try {
    sessionStorage.setItem(KEY, JSON.stringify(credential));
  } catch {}
}

export function forgetCredential(): void {
  try {
    sessionStorage.removeItem(KEY);
  } catch {}
}

export function keptCredential(): Credential | null {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(KEY) ?? "null");
    return isCredential(kept) ? kept : null;
  } catch {
    return null;
  }
}

export function isCredential(value: unknown): value is Credential {
  if (typeof value !== "object" || value === null) return false;
  const { token, organization } = value as Partial<Credential>;
  return typeof token === "string" && (organization === undefined || typeof organization === "string");
}
