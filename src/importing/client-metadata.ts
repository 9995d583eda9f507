import { GrantType, ResponseType, TokenEndpointAuthMethod } from "../model/client-metadata.js";
import { originProblem, webUrlProblem } from "../model/uri.js";
import { holdsCredential } from "../services/credentials/credential-values.js";
import { NO_GRANTS } from "../services/imports/client-notes.js";
import { textOf, wholeNumberOf } from "./values.js";

// Client metadata as other systems write it. What has no place here is named in the notes, where it is a word of a
// standard by itself: any other text could be a secret in the wrong field.

const GRANTS = new Map<string, GrantType>(Object.values(GrantType).map((grant) => [grant.toLowerCase(), grant]));
const OTHER_GRANTS =
  /^(?:implicit|password|device_code|openid_hybrid|urn:(?:ietf:params:oauth|openid:params):grant-type:[a-z0-9_-]{1,40}|http:\/\/auth0\.com\/oauth\/grant-type\/[a-z/-]{1,40})$/;

const METHODS = new Map<string, TokenEndpointAuthMethod>(
  Object.values(TokenEndpointAuthMethod).map((method) => [method.toLowerCase(), method]),
);
const KEY_METHODS = /^(?:private_key_jwt|tls_client_auth|self_signed_tls_client_auth|attest_jwt_client_auth)$/;

const BY_SECRET_JWT = "client_secret_jwt";

const RESPONSES = new Map<string, ResponseType>(Object.values(ResponseType).map((type) => [type.toLowerCase(), type]));

const MIN_TTL_SECONDS = 60;
const MAX_TTL_SECONDS = 86_400;

/** The grants among names of grants, `authorization_code` or `authorization-code`. */
export function grantsOf(names: string[], field: string, notes: string[]): GrantType[] {
  const grants = names.flatMap((name) => {
    const plain = plainGrant(name);
    const grant = GRANTS.get(plain);
    if (grant === undefined) notes.push(`${field} has ${shown(plain, OTHER_GRANTS)}, which is no grant here.`);
    return grant ?? [];
  });
  if (names.length > 0 && grants.length === 0) notes.push(NO_GRANTS);
  return [...new Set(grants)];
}

/** Whether a grant is one here, or another system's that `grantsOf` names. */
export function isKnownGrant(name: string): boolean {
  return GRANTS.has(plainGrant(name)) || OTHER_GRANTS.test(plainGrant(name));
}

function plainGrant(name: string): string {
  return /^[a-z-]+$/.test(name) ? name.replaceAll("-", "_") : name;
}

/** Whether a method is offered here, or is a standard's that `methodOf` names. */
export function isKnownMethod(name: string): boolean {
  return METHODS.has(name) || name === BY_SECRET_JWT || KEY_METHODS.test(name);
}

export function responseTypesOf(
  names: string[] | undefined,
  field: string,
  notes: string[],
): ResponseType[] | undefined {
  const words = new Set(names?.flatMap((name) => name.split(" ")));
  const types = [...words].flatMap((word) => RESPONSES.get(word) ?? []);
  if (types.length < words.size) notes.push(`${field} has others than code, id_token and token, which were not taken.`);
  return names && types;
}

/** How a client authenticates. `usesSecret` is false where it is public, or `presentsKey`: a key of its own, or what is unknown. */
export interface Method {
  method?: TokenEndpointAuthMethod;
  usesSecret: boolean;
  presentsKey?: boolean;
}

export function methodOf(name: string | undefined, field: string, notes: string[]): Method {
  if (name === undefined) return { usesSecret: true };
  const method = METHODS.get(name);
  if (method) return { method, usesSecret: method !== TokenEndpointAuthMethod.NONE };
  if (name === BY_SECRET_JWT) {
    notes.push(`${field} is client_secret_jwt, which is not offered: the client sends its secret by Basic here.`);
    return { usesSecret: true };
  }
  const what = shown(name, KEY_METHODS);
  notes.push(`${field} is ${what}, which is not offered: the client needs a secret here.`);
  return { usesSecret: false, presentsKey: true };
}

/** Text that whoever may read the application sees; one with a credential in it is named in the notes. */
export function shownTextOf(value: unknown, field: string, notes: string[]): string | undefined {
  const text = textOf(value, field);
  if (text === undefined || !holdsCredential(text)) return text;
  notes.push(
    `${field} was not taken, since whoever may read the application would see what looks like a credential in it.`,
  );
  return undefined;
}

/** An address of a web page; one that is none, or has a credential in it, is named in the notes. */
export function webUrlOf(value: unknown, field: string, notes: string[]): string | undefined {
  const url = textOf(value, field);
  const problem = url === undefined ? undefined : webUrlProblem(url);
  if (problem === undefined) return shownTextOf(url, field, notes);
  notes.push(`${field} was not taken: it ${problem}.`);
  return undefined;
}

/** Origins as browsers send them; those that are none are named in the notes by their position. */
export function originsOf(values: string[] | undefined, field: string, notes: string[]): string[] | undefined {
  const origins = values?.flatMap((value, index) => originIn(value, `${field}.${index}`, notes));
  return origins && [...new Set(origins)];
}

/** One origin, as a list of one; one that is none is named in the notes. */
export function originIn(value: string, field: string, notes: string[]): string[] {
  const origin = asSent(value);
  const problem = originProblem(origin);
  if (problem !== undefined) notes.push(`${field} was not taken: it ${problem}.`);
  return problem === undefined ? [origin] : [];
}

/** A life of access tokens in seconds; one beyond the bounds is named in the notes. */
export function lifetimeOf(value: unknown, field: string, notes: string[]): number | undefined {
  const seconds = wholeNumberOf(value, field);
  if (seconds === undefined || (seconds >= MIN_TTL_SECONDS && seconds <= MAX_TTL_SECONDS)) return seconds;
  notes.push(`${field} was not taken: an access token lives ${MIN_TTL_SECONDS} to ${MAX_TTL_SECONDS} seconds here.`);
  return undefined;
}

/** Browsers send neither a final slash nor upper case nor the scheme's own port. */
function asSent(origin: string): string {
  try {
    const url = new URL(origin);
    const isOrigin = url.pathname === "/" && !/[?#@]/.test(origin);
    return isOrigin && /^https?:$/.test(url.protocol) ? url.origin : origin;
  } catch {
    return origin;
  }
}

function shown(name: string, known: RegExp): string {
  return known.test(name) ? name : "something unknown";
}
