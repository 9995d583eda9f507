import type { ComponentType, ReactNode } from "react";
import { useSyncExternalStore } from "react";

/** A secret as a gateway's answer brought it: nothing but the dialog that shows it ever holds it. */
export interface ShownSecret {
  /** What it is. */
  kind: "client secret" | "API token";
  /** Whose it is: the application's name, or the token's. It may come from anybody. */
  name: string;
  plaintext: string;
  /** Whether `plaintext` is none, but a JWE that only the holder of the application's recipient key opens. */
  isSealed?: boolean;
  /** The application's client id, which goes into the `.env` file beside its secret. */
  clientId?: string;
  /** What the secret means for the one before it: one sentence. */
  note?: ReactNode;
  /** What the lanes show: the first secret, one beside the old one, or one in its place. */
  handover?: "first" | "beside" | "instead";
}

export interface SecretDialogProps {
  secret: ShownSecret;
  /** The person has closed it by hand. */
  onClosed: () => void;
}

interface Entry {
  key: number;
  secret: ShownSecret;
  /** Comes with the secret: what shows it is loaded before a secret can arrive, network or not. */
  View: ComponentType<SecretDialogProps>;
}

let entries: readonly Entry[] = [];
// React would remember a key that is the secret itself.
let count = 0;
const listeners = new Set<() => void>();

function become(next: readonly Entry[]): void {
  entries = next;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Puts a secret on the screen, above the whole page; a second one waits until the first is closed. */
export function putOnScreen(secret: ShownSecret, View: ComponentType<SecretDialogProps>): void {
  become([...entries, { key: ++count, secret, View }]);
}

/** Takes a secret off the screen, and with it the last that the page has of it. */
export function takeOffScreen(key: number): void {
  become(entries.filter((entry) => entry.key !== key));
}

/** The secret that is on the screen now. */
export function useSecretOnScreen(): Entry | undefined {
  return useSyncExternalStore(subscribe, () => entries[0]);
}
