import type { CreateOAuthApplicationInput } from "../../../model/inputs/oauth-application.inputs.js";
import { mendedName } from "../../../model/name.js";
import type { OAuthApplication } from "../../../model/oauth-application.js";
import { holdsCredential } from "../../credentials/credential-values.js";
import { problemOf } from "./setting-problems.js";
import { nameIn, type SourceNames } from "./source-names.js";

/** What a client can do without. */
const TEXTS = ["description", "homepageUrl", "logoUrl", "privacyPolicyUrl", "termsOfServiceUrl"] as const;

const TELLS = "whoever may read the application would see what looks like a credential in it";

type Described = Pick<OAuthApplication, "name" | (typeof TEXTS)[number]>;

/**
 * Mends a name that may not be here, and leaves out other texts that may not: none of them decides what a client may do.
 * What `kept` has already may stay. A note names each.
 */
export function mendTexts(
  settings: CreateOAuthApplicationInput,
  { clientId, names }: { clientId: string; names?: SourceNames | undefined },
  kept: Described | undefined,
  notes: string[],
): void {
  // A part of a client may lack it.
  const problem =
    settings.name === undefined || settings.name === kept?.name ? undefined : problemOf("name", settings.name);
  if (problem !== undefined) {
    const mended = mendedName(settings.name);
    // It may be too long to be looked at as a whole, and some are recognized only once white space has gone.
    const isTelling = holdsCredential(mended);
    const name = isTelling ? "" : mended;
    settings.name = name || clientId;
    const what = name ? "mended" : "left out, and the client id is in its place";
    notes.push(`${nameIn(names, "name")} was ${what}: ${isTelling ? TELLS : `it ${problem}`}.`);
  }
  for (const field of TEXTS) {
    const text = settings[field];
    if (typeof text !== "string" || text === kept?.[field]) continue;
    const problem = problemOf(field, text);
    if (problem === undefined) continue;
    delete settings[field];
    notes.push(`${nameIn(names, field)} was left out: it ${problem}.`);
  }
}
