/** Names of fields under which something stands that opens a door. */
const CREDENTIAL =
  /secret|passw|passphrase|pwd|pass(?:$|[._-])|hash$|private.?key|credential|api.?key|access.?key|signing.?key|tokens?$|cookie$|^(?:proxy.)?authorization$/i;
/** What a key is of, or for, that opens one: others sort, or are names. */
const KEY =
  /(?:account|app|auth|cipher|client|crypto|(?:de|en)cryption|hmac|host|master|root|sas|server|service|sha\d*|shared|storage|subscription|symmetric|webhook|write).?keys?$/i;
/** What is only about one. Each word has an end, so that no name, however long, is read again from each of them. */
const NO_CREDENTIAL =
  /(?:time|_at|expir[a-z]{0,40}|lifespan|seconds|days|length|policy|ur[il]|endpoint|enabled|rotation|alg|method|type|format|strategy|certificate|public.?key)$/i;
/** Nor is how many of something there may be. */
const BOUND = /^(?:max|min)(?=[A-Z_.-])/;
/** Whether something is so, as texts say it: `hash_client_secret`, say, is no secret. */
const FLAG = /^(?:true|false|t|f|1|0|null)?$/i;

/** Fields that say what another field beside them holds, and those that hold it: `{"name": "api_key", "value": …}`. */
const LABEL = /(?:name|key|label|header|claim|parameter|field|id|type|kind)$/i;
const LABELLED = /(?:value|values|default|text|content|data)$/i;
const MAX_LABEL = 200;

/** Whether a field of that name holds a credential, unless it holds a flag. */
export function namesCredential(name: string): boolean {
  return (CREDENTIAL.test(name) || KEY.test(name)) && !isAboutOne(name);
}

/** Whether a field of that name only says something of a credential: when it ends, or how it is used. */
export function isAboutOne(name: string): boolean {
  return NO_CREDENTIAL.test(name) || BOUND.test(name);
}

export function isFlag(text: string): boolean {
  return FLAG.test(text);
}

/** Whether one field of an object says that another one holds a credential. */
export function labelsCredential(entries: readonly [string, unknown][]): boolean {
  return entries.some(
    ([name, value]) =>
      isLabel(name) && typeof value === "string" && value.length <= MAX_LABEL && namesCredential(value),
  );
}

/** A credential under its own name, `api_key`, says nothing of what stands beside it. */
function isLabel(name: string): boolean {
  return LABEL.test(name) && !(/key$/i.test(name) && namesCredential(name));
}

/** Whether a field holds what another one says. */
export function isLabelled(name: string): boolean {
  return LABELLED.test(name);
}
