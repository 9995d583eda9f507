import type { OAuthApplication } from "../model/oauth-application.js";
import type { BegunChange } from "./application-changes.js";
import { demandQuiet } from "./rotation-readiness.js";

/** A lower `secretQuietSeconds` opens the retirement gate of the open rotation, and so asks what the gate asks now. */
export function demandQuietToLower(
  { application: before, secrets: { current, previous }, now }: BegunChange,
  { secretQuietSeconds }: Pick<OAuthApplication, "secretQuietSeconds">,
): void {
  if (!current || !previous || secretQuietSeconds >= before.secretQuietSeconds) return;
  demandQuiet(previous, current, before, now);
}
