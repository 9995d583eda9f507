import { UpdateOAuthApplicationInput } from "../../model/inputs/oauth-application.inputs.js";
import type { OAuthApplication } from "../../model/oauth-application.js";
import { isSentInClear } from "../../model/uri.js";
import type { LineChange } from "./imported-lines.js";
import type { Taken } from "./taken-client.js";

/** What an import changes of an application that came from its line. */
export interface LineUpdate {
  input: UpdateOAuthApplicationInput;
  /** Whether all that the line says is taken. */
  isWhole: boolean;
}

/**
 * The settings that a line brings; where only redirect URIs in clear may be here that had to wait, these and nothing else,
 * beside those that the application has: the line itself is as it was, and what was changed here stays.
 */
export function updateOf(
  changes: readonly LineChange[],
  application: OAuthApplication,
  { client, usable }: Pick<Taken, "client" | "usable">,
): LineUpdate {
  const isWhole = changes.some((change) => change !== "http");
  const update = Object.assign(new UpdateOAuthApplicationInput(), { oauthApplicationId: application.id });
  if (!isWhole) return { input: Object.assign(update, withThoseInClear(application, usable)), isWhole };
  const input = Object.assign(update, usable.settings, {
    // An import stops what has stopped at its source, and never revives what was stopped here.
    enabled: client.enabled ? undefined : false,
  });
  return { input, isWhole };
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
