import type { DialectSettings } from "../../model/dialect-settings.js";
import type { OAuthApplication } from "../../model/oauth-application.js";
import { keepable } from "../credentials/keepable.js";
import type { BroughtClient } from "./brought-client.js";
import { ownValues } from "./own-values.js";

/**
 * What an application keeps of its source, without what is recognized as a credential by now; undefined where nothing is.
 * More may be recognized than when it was kept.
 */
export function withoutCredentials(
  { dialectSettings }: OAuthApplication,
  source: string,
  { secrets }: BroughtClient,
): object | undefined {
  const own = ownValues(secrets);
  const credentials: string[] = [];
  const kept = Object.entries(dialectSettings?.[source as keyof DialectSettings] ?? {});
  const rest = kept.map(([name, value]) => [name, keepable(name, value, { credentials, inexact: [] }, own)]);
  if (credentials.length === 0) return undefined;
  return Object.fromEntries(rest.filter(([, value]) => value !== undefined));
}
