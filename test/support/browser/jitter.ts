import type { BrowserContext, Page } from "playwright-core";

/**
 * `BROWSER_JITTER=1 npx vitest …`, with any number: pages, their network and the test itself with its gateway are slow
 * now and then, by chance. What a test reads before it is there for certain fails with this, and on a busy machine.
 */
const SEED = Number(process.env.BROWSER_JITTER ?? 0);

const REQUEST_MS = 300;
const FRAME_MS = 100;
const STALL_MS = 200;
const CHANGE_EVERY_MS = 400;
/** By how much a page's processor is slower. */
const RATES = [1, 1, 3, 10];

/** Timers and frames of the page come late. */
const LATE = `{
  const { setTimeout: wait, clearTimeout: forget, requestAnimationFrame: frame, cancelAnimationFrame: drop } = globalThis;
  const late = () => Math.random() < 0.5 ? 0 : Math.random() * ${FRAME_MS};
  const asked = new Map();
  let count = 0;
  globalThis.setTimeout = (call, time = 0, ...rest) => wait(call, time + late(), ...rest);
  globalThis.requestAnimationFrame = (draw) => {
    const id = ++count;
    const timer = wait(() => asked.set(id, { frame: frame(draw) }), late());
    asked.set(id, { timer });
    return id;
  };
  globalThis.cancelAnimationFrame = (id) => {
    const { timer, frame } = asked.get(id) ?? {};
    forget(timer);
    if (frame) drop(frame);
  };
}`;

let state = SEED;

/** From 0 to 1 (mulberry32). */
function random(): number {
  state = (state + 0x6d2b79f5) | 0;
  let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
}

let isStalling = false;

/** Makes all pages of a context slow now and then, where that is wanted. */
export async function disturb(context: BrowserContext): Promise<void> {
  if (!SEED) return;
  if (!isStalling) setInterval(stall, CHANGE_EVERY_MS).unref();
  isStalling = true;
  await context.addInitScript(LATE);
  context.on("page", (page) => void slowDown(page).catch(() => undefined));
}

function stall(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, random() * STALL_MS);
}

async function slowDown(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  session.on("Fetch.requestPaused", ({ requestId }) => {
    const goOn = () => void session.send("Fetch.continueRequest", { requestId }).catch(() => undefined);
    setTimeout(goOn, random() * REQUEST_MS);
  });
  await session.send("Fetch.enable", { patterns: [{ requestStage: "Request" }, { requestStage: "Response" }] });
  const changes = setInterval(() => {
    const rate = RATES[Math.floor(random() * RATES.length)] ?? 1;
    session.send("Emulation.setCPUThrottlingRate", { rate }).catch(() => clearInterval(changes));
  }, CHANGE_EVERY_MS).unref();
  page.once("close", () => clearInterval(changes));
}
