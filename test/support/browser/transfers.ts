import type { Page } from "playwright-core";

/** A request as it went over the line. */
export interface Transfer {
  url: string;
  /** As Chromium calls it: `Script`, `Stylesheet`, `Document`, `Fetch`. */
  type: string;
  coding: string | undefined;
  /** Of headers and body as they were sent. */
  bytes: number;
}

/** Notes what is sent to a page from now on, which takes nothing from its cache any more. */
export async function noteTransfers(page: Page): Promise<Transfer[]> {
  const session = await page.context().newCDPSession(page);
  const pending = new Map<string, Omit<Transfer, "bytes">>();
  const transfers: Transfer[] = [];
  session.on("Network.responseReceived", ({ requestId, type, response }) => {
    const { "content-encoding": coding } = response.headers;
    pending.set(requestId, { url: response.url, type, coding });
  });
  session.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    const transfer = pending.get(requestId);
    if (transfer) transfers.push({ ...transfer, bytes: encodedDataLength });
  });
  await session.send("Network.enable");
  await session.send("Network.setCacheDisabled", { cacheDisabled: true });
  return transfers;
}
