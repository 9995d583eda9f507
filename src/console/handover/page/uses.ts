import type { Secret } from "./handover.js";

/** A source that a secret was used from, as far as the visitor may see it. */
export interface Use {
  address: string;
  clientSoftware: string | null;
  count: number;
  lastAt: string;
  /** The server that was asked says so of whoever asked it. */
  reported: boolean;
}

/** Who uses a secret, latest first. */
export function usesOf(_secret: Secret | undefined): readonly Use[] {
  return [];
}

/** Who was refused with a secret that had stopped, latest first. */
export function refusalsOf(_secret: Secret | undefined): readonly Use[] {
  return [];
}
