import { envFile } from "./env-file.js";
import { fileNameOf } from "./file-name.js";
import type { ShownSecret } from "./shown-secrets.js";

/** Hands the file to the browser: a `.env` file, or what is sealed as it is. */
export function downloadSecret(secret: ShownSecret): void {
  const content = secret.isSealed ? `${secret.plaintext}\n` : envFile(secret);
  const url = URL.createObjectURL(new Blob([content], { type: secret.isSealed ? "application/jose" : "text/plain" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = fileNameOf(secret);
  link.click();
  URL.revokeObjectURL(url);
}
