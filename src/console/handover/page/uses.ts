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

/** How many sources the gateway keeps of each secret. */
const KEPT = 10;

/** How many uses came from sources that others have displaced from the ten that are kept. */
export function usesBeyond(secret: Secret | undefined): number {
  const uses = usesOf(secret);
  if (!secret || uses.length < KEPT) return 0;
  return Math.max(0, secret.useCount - uses.reduce((sum, { count }) => sum + count, 0));
}

/** Whether it is known who came: not where only a network is shown, or the server that asked for its clients. */
function isKnown({ address, addressMasked, evidence }: Use): boolean {
  return address !== null && !addressMasked && evidence !== "ASKER";
}

/** Whether two uses look alike, as far as is seen: one source, where it is known who came. */
function looksLike(one: Use, other: Use): boolean {
  return one.address === other.address && one.clientSoftware === other.clientSoftware;
}

/** Whether whoever used one secret has used the other one since: a neighbour of whom no more can be seen is another one. */
export function hasGoneOver(use: Use, to: Secret | undefined): boolean {
  return isKnown(use) && mayHaveGoneOver(use, to);
}

function mayHaveGoneOver(use: Use, to: Secret | undefined): boolean {
  return usesOf(to).some((other) => looksLike(use, other) && other.lastAt > use.lastAt);
}

/** The secret of those that whoever used another one has used since. */
export function goneOverTo(use: Use, working: readonly Secret[]): Secret | undefined {
  return working.find((secret) => hasGoneOver(use, secret));
}

/** Whether whoever used a secret that has stopped is seen to have none that works: nobody like them has used one since. */
export function hasNothingThatWorks(use: Use, working: readonly Secret[]): boolean {
  return !working.some((secret) => mayHaveGoneOver(use, secret) || usesBeyond(secret) > 0);
}

/**
 * Who used a secret since some moment, if every one of them is seen to have gone over to another one; none as soon as
 * somebody has not, or may be at work who is not in the list.
 */
export function allGoneOver(secret: Secret, to: Secret, since: number): readonly Use[] {
  const recent = usesOf(secret).filter(({ lastAt }) => Date.parse(lastAt) > since);
  return usesBeyond(secret) === 0 && recent.every((use) => hasGoneOver(use, to)) ? recent : [];
}
