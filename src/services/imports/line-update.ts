import type { DialectSettings } from "../../model/dialect-settings.js";
import { UpdateOAuthApplicationInput } from "../../model/inputs/oauth-application.inputs.js";
import type { OAuthApplication } from "../../model/oauth-application.js";
import { isSentInClear } from "../../model/uri.js";
import type { Dialects } from "../applications/replaced-dialects.js";
import { OWN_SOURCE } from "./brought-client.js";
import type { LineChange } from "./imported-lines.js";
import { keptConfidential, staysConfidential, turnsPublic } from "./kept-confidential.js";
import type { KnownClient } from "./standing.js";
import type { Taken } from "./taken-client.js";

/** What an import changes of an application that came from its line. */
export interface LineUpdate {
  input: UpdateOAuthApplicationInput;
  /** Whether all that the line says is taken. */
  isWhole: boolean;
  /** Dialects of which the application keeps what the line has, and nothing that is gone from it. */
  replacedDialects: Dialects;
}

/**
 * The settings that a line brings; where only redirect URIs in clear may be here that had to wait, these and nothing else,
 * beside those that the application has: the line itself is as it was, and what was changed here stays.
 */
export function updateOf(
  changes: readonly LineChange[],
  known: Pick<KnownClient, "application" | "secrets">,
  { client, usable, options }: Taken,
): LineUpdate {
  const { application } = known;
  const isWhole = changes.some((change) => change !== "http");
  const update = Object.assign(new UpdateOAuthApplicationInput(), { oauthApplicationId: application.id });
  if (!isWhole) {
    return { input: Object.assign(update, withThoseInClear(application, usable)), isWhole, replacedDialects: [] };
  }
  const { settings } = usable;
  const input = Object.assign(update, settings, {
    // An import stops what has stopped at its source, and never revives what was stopped here.
    enabled: client.enabled ? undefined : false,
    // A secret that somebody issues meanwhile is not stopped either.
    ...(turnsPublic(application, settings) ? { expectedVersion: application.version } : {}),
    ...(staysConfidential(known, settings) ? keptConfidential(application, settings) : {}),
  });
  return { input, isWhole, replacedDialects: dialectsIn(options.source, application, settings.dialectSettings) };
}

/** Of which dialects a line says all: of its source's, or of each where it is of another gateway. */
function dialectsIn(
  source: string,
  { dialectSettings }: OAuthApplication,
  brought: DialectSettings | undefined,
): Dialects {
  if (source !== OWN_SOURCE) return [source] as Dialects;
  return (brought === undefined ? [] : Object.keys(dialectSettings ?? {})) as Dialects;
}

function withThoseInClear(
  application: OAuthApplication,
  { settings }: Taken["usable"],
): Partial<UpdateOAuthApplicationInput> {
  const { version, redirectUris, postLogoutRedirectUris } = application;
  const joined = (had: readonly string[], brought: readonly string[] = []) => [
    ...had,
    ...brought.filter((uri) => isSentInClear(uri) && !had.includes(uri)),
  ];
  return {
    // None is lost that somebody adds meanwhile.
    expectedVersion: version,
    redirectUris: joined(redirectUris, settings.redirectUris),
    postLogoutRedirectUris: joined(postLogoutRedirectUris, settings.postLogoutRedirectUris),
  };
}
