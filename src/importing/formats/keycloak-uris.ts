import { originIn, webUrlOf } from "../client-metadata.js";
import type { SourceFields } from "../source-fields.js";
import { isEmpty, textOf, textsOf } from "../values.js";
import type { KEYCLOAK_ATTRIBUTE_FATES, KEYCLOAK_FATES } from "./keycloak-fates.js";

const SEPARATOR = "##";
/** Stands for what `redirectUris` say. */
const LIKE_REDIRECTS = "+";
/** Stands for none at all. */
const NONE = "-";

/** Addresses. Keycloak puts its `rootUrl` before those that begin with a slash. */
export function takeKeycloakUris(
  fields: SourceFields<typeof KEYCLOAK_FATES>,
  attributes: SourceFields<typeof KEYCLOAK_ATTRIBUTE_FATES>,
  notes: string[],
) {
  const rootUrl = textOf(fields.see("rootUrl"), "rootUrl")?.replace(/\/$/, "") ?? "";
  const whole = (uri: string) => (uri.startsWith("/") ? rootUrl + uri : uri);
  const redirectUris = fields.take("redirectUris", textsOf)?.map(whole) ?? [];
  const logouts = attributes.take("attributes.post.logout.redirect.uris", (value, field) =>
    textsOf(value, field, SEPARATOR),
  );
  const origins = fields.take("webOrigins", textsOf) ?? [];
  return {
    redirectUris: distinct(redirectUris),
    postLogoutRedirectUris: distinct(
      (logouts ?? [])
        .filter((uri) => uri !== NONE)
        .flatMap((uri) => (uri === LIKE_REDIRECTS ? redirectUris : [whole(uri)])),
    ),
    allowedOrigins: distinct(
      origins.flatMap((origin, index) =>
        (origin === LIKE_REDIRECTS ? redirectUris.flatMap(webOriginOf) : [origin]).flatMap((one) =>
          originIn(one, `webOrigins.${index}`, notes),
        ),
      ),
    ),
    homepageUrl: fields.take("baseUrl", (value, field) => {
      const text = textOf(value, field);
      return isEmpty(text) ? undefined : webUrlOf(whole(text as string), field, notes);
    }),
  };
}

/** What stands for the origin in a redirect URI of the web; a wildcard in it is none. */
function webOriginOf(uri: string): string[] {
  const [origin] = /^https?:\/\/[^/?#]+/i.exec(uri) ?? [];
  return origin === undefined ? [] : [origin];
}

function distinct(uris: string[]): string[] {
  return [...new Set(uris)];
}
