import { type DialectAnswer, dialectClient } from "../dialects/dialects.js";

export const FORM = "application/x-www-form-urlencoded";

/** Sends a form to a dialect's path of an OAuth endpoint; text is sent as it is. */
export function postFormTo(
  gatewayUrl: string,
  path: string,
  form: Record<string, string> | string,
  headers: Record<string, string> = {},
): Promise<DialectAnswer> {
  const body = typeof form === "string" ? form : new URLSearchParams(form).toString();
  return dialectClient(gatewayUrl, null).request("POST", path, { body, headers: { "content-type": FORM, ...headers } });
}

/** Basic credentials without the form encoding of RFC 6749 §2.3.1, as many clients send them. */
export function rawBasic(clientId: string, clientSecret: string): string {
  return `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString("base64")}`;
}
