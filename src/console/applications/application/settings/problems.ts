import { linesOf, problemOfList, problemOfOrigin, problemOfRedirectUri, problemOfScope } from "../../create/rules.js";
import type { Draft } from "./draft.js";
import { LINKS } from "./draft.js";
import { LABELS } from "./labels.js";
import { problemOfKey } from "./recipient-key.js";

export const MAX_NAME = 256;
export const MAX_DESCRIPTION = 2000;
const MAX_URL = 2048;
const MAX_SCOPES = 100;

export type Problems = Partial<Record<keyof Draft, string>>;

/** What the gateway would refuse of a draft, field by field, as far as a page can tell; the gateway decides. */
export function problemsOf(draft: Draft, allowsHttp: boolean): Problems {
  const scopes = linesOf(draft.scopes);
  const problems: Problems = {
    name: problemOfName(draft.name),
    description: problemOfLength(draft.description, MAX_DESCRIPTION),
    redirectUris: problemOfList(linesOf(draft.redirectUris), (uri) => problemOfRedirectUri(uri, allowsHttp)),
    postLogoutRedirectUris: problemOfList(linesOf(draft.postLogoutRedirectUris), (uri) =>
      problemOfRedirectUri(uri, allowsHttp),
    ),
    allowedOrigins: problemOfList(linesOf(draft.allowedOrigins), problemOfOrigin),
    scopes: problemOfList(scopes, problemOfScope, MAX_SCOPES),
    optionalScopes: problemOfList(
      linesOf(draft.optionalScopes),
      (scope) => problemOfScope(scope) ?? (scopes.includes(scope) ? undefined : "is not one of the scopes above"),
      MAX_SCOPES,
    ),
    secretRecipientKey: problemOfKey(draft.secretRecipientKey),
  };
  if (draft.selfRotationEnabled && draft.ownerOnlySecretRotation) {
    problems.selfRotationEnabled = `Not together with “${LABELS.ownerOnlySecretRotation}”.`;
    problems.ownerOnlySecretRotation = `Not together with “${LABELS.selfRotationEnabled}”.`;
  }
  for (const name of LINKS) problems[name] = problemOfLink(draft[name].trim());
  return Object.fromEntries(Object.entries(problems).filter(([, problem]) => problem));
}

function problemOfName(name: string): string | undefined {
  if (!/[^\s\p{C}]/u.test(name)) return "A name that can be seen, please.";
  return problemOfLength(name, MAX_NAME);
}

function problemOfLength(text: string, max: number): string | undefined {
  const { length } = [...text];
  return length > max ? `At most ${max} characters; these are ${length}.` : undefined;
}

function problemOfLink(url: string): string | undefined {
  if (!url) return undefined;
  if (url.length > MAX_URL) return `At most ${MAX_URL} characters.`;
  return /^https?:\/\/[^\s]+$/.test(url) && URL.canParse(url)
    ? undefined
    : "A whole address, as in https://app.example.com/.";
}
