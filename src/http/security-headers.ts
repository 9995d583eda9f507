import type { IncomingMessage, ServerResponse } from "node:http";
import helmet from "helmet";

/** The headers that helmet advises, composed once instead of for each request. */
export function securityHeaders(publicUrl: string): Record<string, string> {
  const headers: Record<string, string> = {};
  const collect = {
    setHeader: (name: string, value: string) => {
      headers[name.toLowerCase()] = value;
    },
    removeHeader: () => undefined,
  };
  const advise = helmet({
    contentSecurityPolicy: { useDefaults: false, directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] } },
    xFrameOptions: { action: "deny" },
    strictTransportSecurity: publicUrl.startsWith("https:") ? undefined : false,
    referrerPolicy: { policy: "no-referrer" },
  });
  advise({} as IncomingMessage, collect as unknown as ServerResponse, (error) => {
    if (error) throw error;
  });
  return headers;
}
