import type { ShownSecret } from "./shown-secrets.js";

/** How much of a client id is in a file's name: file systems take 255 bytes. */
const MAX_ID_LENGTH = 100;

/**
 * The name of the file that a secret is downloaded as. It tells what it is for, and no secret. Characters of a client id
 * that file systems and shells do not take as they are are a `_` in it.
 */
export function fileNameOf({ clientId, isSealed }: ShownSecret): string {
  const id = clientId
    ?.slice(0, MAX_ID_LENGTH)
    .replaceAll(/[^\w.-]/g, "_")
    .replace(/^[.-]/, "_");
  return `${id ?? "gateway-token"}.${isSealed ? "jwe" : "env"}`;
}
