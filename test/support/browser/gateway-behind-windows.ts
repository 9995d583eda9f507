import { startTestGateway, type TestGateway, type TestGatewayOptions } from "../gateway/gateway.js";
import { Windows } from "./windows.js";

const TAKEN = /EADDRINUSE/;

/** All of this worker's. */
let windows: Windows | undefined;

/**
 * Starts a gateway at the address of the last one, onto which there are windows already that have compiled the console;
 * at another one when somebody has taken that port meanwhile.
 */
export async function gatewayBehindWindows(
  options: TestGatewayOptions,
): Promise<{ gateway: TestGateway; windows: Windows }> {
  const start = (port: string) => startTestGateway("sqlite", { ...options, env: { ...options.env, PORT: port } });
  const gateway = await start(windows ? new URL(windows.url).port : "0").catch((error: unknown) => {
    if (!TAKEN.test(String(error))) throw error;
    return start("0");
  });
  if (windows?.url !== gateway.url) {
    await windows?.close();
    windows = new Windows(gateway.url);
  }
  return { gateway, windows };
}
