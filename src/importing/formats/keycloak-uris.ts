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
    placedLogouts(textsOf(value, field, SEPARATOR) ?? [], field, redirectUris, whole),
  );
  const origins = fields.take("webOrigins", textsOf) ?? [];
  return {
    redirectUris: distinct(redirectUris),
    postLogoutRedirectUris: [...logouts.keys()],
    logoutPlaces: [...logouts.values()],
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

/** Each of them once, and where it stands: one of `redirectUris` where the file has `+` for them. */
function placedLogouts(
  uris: string[],
  field: string,
  redirectUris: string[],
  whole: (uri: string) => string,
): Map<string, string> {
  const places = new Map<string, string>();
  for (const [item, uri] of uris.entries()) {
    if (uri === NONE) continue;
    const isPlus = uri === LIKE_REDIRECTS;
    for (const one of isPlus ? redirectUris : [whole(uri)]) {
      if (!places.has(one)) places.set(one, `${field}.${item}${isPlus ? " (+)" : ""}`);
    }
  }
  return places;
}

/** What stands for the origin in a redirect URI of the web; a wildcard in it is none. */
function webOriginOf(uri: string): string[] {
  const [origin] = /^https?:\/\/[^/?#]+/i.exec(uri) ?? [];
  return origin === undefined ? [] : [origin];
}

function distinct(uris: string[]): string[] {
  return [...new Set(uris)];
}
