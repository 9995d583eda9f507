import type { Secret } from "./handover.js";

/** A source that a secret was used from, as far as the visitor may see it. */
export type Use = NonNullable<Secret["usedFrom"]>[number];

/** Who uses a secret, latest first. */
export function usesOf(secret: Secret | undefined): readonly Use[] {
  return secret?.usedFrom ?? [];
}

/** Who was refused with a secret that had stopped, latest first. */
export function refusalsOf(secret: Secret | undefined): readonly Use[] {
  return secret?.refusedFrom ?? [];
}

/** What tells two sources apart; where only networks are shown, two that look alike are told apart by when they came. */
export function keyOfUse({ evidence, address, clientSoftware, firstAt }: Use): string {
  return [evidence, address, clientSoftware, firstAt].join(" ");
}

/** Whether two uses came from one source, as far as the visitor can see. */
function isSameSource(one: Use, other: Use): boolean {
  return one.address === other.address && one.clientSoftware === other.clientSoftware;
}

/** Whether whoever used one secret has used the other one since. */
export function hasGoneOver(use: Use, to: Secret | undefined): boolean {
  return usesOf(to).some((other) => isSameSource(use, other) && other.lastAt > use.lastAt);
}
