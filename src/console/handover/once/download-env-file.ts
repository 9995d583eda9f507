import { envFile } from "./env-file.js";
import type { ShownSecret } from "./shown-secrets.js";

/** Hands the file to the browser. Its name tells what it is for, and no secret. */
export function downloadEnvFile(secret: ShownSecret): void {
  const url = URL.createObjectURL(new Blob([envFile(secret)], { type: "text/plain" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = `${secret.clientId ?? "gateway-token"}.env`;
  link.click();
  URL.revokeObjectURL(url);
}
