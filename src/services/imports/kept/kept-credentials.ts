import type { UpdateOAuthApplicationInput } from "../../../model/inputs/oauth-application.inputs.js";
import type { OAuthApplication } from "../../../model/oauth-application.js";
import { keepable, type OwnSecrets } from "../../credentials/keepable.js";
import { type BroughtSecret, OWN_SOURCE } from "../brought-client.js";
import { ownSecrets } from "./own-values.js";
import { withoutShown } from "./shown-secrets.js";

/**
 * What an application keeps of its source, without what is recognized as a credential by now, and what else shows one of these
 * secrets of its client; undefined where nothing does. More may be recognized than when it was taken.
 */
export function withoutCredentials(
  application: OAuthApplication,
  source: string,
  secrets: readonly BroughtSecret[],
): Partial<UpdateOAuthApplicationInput> | undefined {
  const own = ownSecrets(secrets);
  const kept = Object.entries(application.dialectSettings ?? {}).flatMap(([dialect, settings]) => {
    // Of another gateway, what that has kept of any.
    if (dialect !== source && source !== OWN_SOURCE) return [];
    const rest = keptWithout(settings, own);
    return rest ? [[dialect, rest]] : [];
  });
  const dialectSettings = kept.length > 0 && { dialectSettings: Object.fromEntries(kept) };
  const without = { ...withoutShown(application, own.parts), ...dialectSettings };
  return Object.keys(without).length > 0 ? without : undefined;
}

function keptWithout(settings: object, own: OwnSecrets): object | undefined {
  const credentials: string[] = [];
  const rest = Object.entries(settings).map(([name, value]) => [
    name,
    keepable(name, value, { credentials, inexact: [] }, own),
  ]);
  if (credentials.length === 0) return undefined;
  return Object.fromEntries(rest.filter(([, value]) => value !== undefined));
}
