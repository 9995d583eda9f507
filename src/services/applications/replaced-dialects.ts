import { isDeepStrictEqual } from "node:util";
import type { DialectSettings } from "../../model/dialect-settings.js";
import { OAuthApplication } from "../../model/oauth-application.js";

export type Dialects = readonly (keyof DialectSettings)[];

/**
 * An application as a change finds it that replaces what is kept of some dialects: what is given is merged with nothing of
 * them. Names keep their order, and what is the same its own, so that no change is seen in it.
 */
export function withoutReplaced(
  application: OAuthApplication,
  { dialectSettings: given = {} }: { dialectSettings?: DialectSettings },
  replaced: Dialects = [],
): OAuthApplication {
  if (replaced.length === 0) return application;
  const left = Object.entries(application.dialectSettings ?? {}).flatMap(([name, settings]) => {
    if (!replaced.some((one) => one === name)) return [[name, settings]];
    const next: object = given[name as keyof DialectSettings] ?? {};
    if (Object.keys(next).length === 0) return [];
    return [[name, isDeepStrictEqual(next, settings) ? settings : {}]];
  });
  const dialectSettings = left.length === 0 ? null : Object.fromEntries(left);
  return Object.assign(new OAuthApplication(), application, { dialectSettings });
}
