// How the console does with very many applications:
//   node test/bench/console.mjs [--applications 500000] [--rows 10000] [--trace FILE]
// The file keeps what the browser traced while it scrolled, to be looked at in Chromium's Performance panel.
// What it looks like is another matter: test/console/screenshots.mjs.
// A task of the page is a RunTask of the main thread of its renderer, a process of its own. Chromium, the gateway and this
// script share the machine's cores, so what counts is how long the task computes: the trace's `tdur`, the thread's own
// processor time (CLOCK_THREAD_CPUTIME_ID). How long it took by the clock, waiting for a core included, is told beside it.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { chromium } from "playwright-core";
import { CHROMIUM } from "../support/browser/chromium-path.mjs";
import { buildDataSet } from "./data-set.mjs";
import { rounded } from "./report.mjs";
import { startGateway } from "./systems.mjs";

/** What is promised: bytes of compressed script until the list is drawn, rows in the document, a task's length. */
const MOST = { scriptBytes: 200_000, rows: 60, taskMs: 50 };
const PATIENCE_MS = 120_000;
/** How far one turn of the wheel goes, in pixels. */
const TURN = 1200;

const TRACED = ["toplevel", "devtools.timeline", "disabled-by-default-devtools.timeline", "disabled-by-default-v8.gc"];

const byNumber = (one, other) => one - other;

const { values: options } = parseArgs({
  options: {
    applications: { type: "string", default: "500000" },
    rows: { type: "string", default: "10000" },
    trace: { type: "string" },
  },
});

const folder = mkdtempSync(join(tmpdir(), "gateway-console-"));
let gateway;
let browser;
try {
  const databaseUrl = `sqlite:${join(folder, "gateway.sqlite")}`;
  const dataSet = await buildDataSet({ databaseUrl, organizations: 1, applications: Number(options.applications) });
  gateway = await startGateway("gateway", dataSet, folder);
  browser = await chromium.launch({
    executablePath: CHROMIUM,
    args: ["--no-sandbox"],
  });
  const page = await browser.newPage({ baseURL: gateway.urls[0], viewport: { width: 1440, height: 900 } });
  page.setDefaultTimeout(PATIENCE_MS);
  await signIn(page, dataSet.owners[0].token);
  const opened = await measureOpening(page);
  const searched = await measureSearch(page, dataSet.known[0].clientId);
  const scrolled = await measureScrolling(browser, page, Number(options.rows));
  const says = [
    `${options.applications} applications on SQLite`,
    `until the list is drawn: ${rounded(opened.ms, 0)} ms, ${opened.requests} requests, ${opened.bytes} bytes, of them script ${opened.scriptBytes} (at most ${MOST.scriptBytes})`,
    `one found by its client id: ${rounded(searched, 0)} ms, of them 300 of waiting for more to be typed`,
    `${scrolled.last} rows scrolled in ${rounded(scrolled.ms / 1000, 1)} s: at most ${scrolled.most} in the document (at most ${MOST.rows})`,
    `tasks of the page meanwhile: ${scrolled.tasks}, longest ${rounded(scrolled.longestCpu, 1)} ms of computing, 1 in 1000 over ${rounded(scrolled.usual, 1)}; ${scrolled.tooLong} over ${MOST.taskMs} ms`,
    `by the clock: longest ${rounded(scrolled.longest, 1)} ms, ${scrolled.tooLongByClock} over ${MOST.taskMs} ms`,
  ];
  process.stdout.write(`${says.join("\n")}\n`);
  const isGood = opened.scriptBytes <= MOST.scriptBytes && scrolled.most <= MOST.rows && scrolled.tooLong === 0;
  process.stdout.write(`as promised: ${isGood}\n`);
  if (!isGood) process.exitCode = 1;
} finally {
  await browser?.close();
  await gateway?.stop();
  rmSync(folder, { recursive: true, force: true });
}

function rowsOf(page) {
  return page.getByRole("list", { name: "Applications" }).getByRole("listitem");
}

/** Stays signed in over the reload that is measured. */
async function signIn(page, token) {
  await page.goto("/console");
  await page.getByLabel("API token").fill(token);
  await page.getByLabel("Keep it for this tab").check();
  await page.getByRole("button", { name: "Sign in" }).click();
  await rowsOf(page).first().waitFor();
}

/** From opening the page, with nothing kept, until the first row is there. */
async function measureOpening(page) {
  const session = await page.context().newCDPSession(page);
  const types = new Map();
  let [bytes, scriptBytes] = [0, 0];
  session.on("Network.responseReceived", ({ requestId, type }) => types.set(requestId, type));
  session.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    bytes += encodedDataLength;
    if (types.get(requestId) === "Script") scriptBytes += encodedDataLength;
  });
  await session.send("Network.enable");
  await session.send("Network.setCacheDisabled", { cacheDisabled: true });
  const started = performance.now();
  await page.reload({ waitUntil: "commit" });
  await rowsOf(page).first().waitFor();
  const ms = performance.now() - started;
  await session.detach();
  return { ms, bytes, scriptBytes, requests: types.size };
}

async function measureSearch(page, clientId) {
  const search = page.getByLabel("Search by name or client id");
  const started = performance.now();
  await search.fill(clientId);
  await page.waitForFunction(() => document.querySelectorAll("main ol li").length === 1);
  const ms = performance.now() - started;
  await search.fill("");
  await page.waitForFunction(() => document.querySelectorAll("main ol li").length > 1);
  return ms;
}

/** Turns the wheel until so many rows have gone by, with a trace of what the page's main thread does. */
async function measureScrolling(browser, page, rows) {
  const trace = options.trace ?? join(folder, "trace.json");
  await browser.startTracing(page, { path: trace, categories: TRACED });
  const started = performance.now();
  let [most, last] = [0, 0];
  await page.mouse.move(700, 500);
  while (last < rows) {
    await page.mouse.wheel(0, TURN);
    const shown = await page.evaluate(`new Promise((resolve) => requestAnimationFrame(() =>
      resolve([...document.querySelectorAll("main ol li")].map((row) => Number(row.getAttribute("aria-posinset"))))))`);
    most = Math.max(most, shown.length);
    last = Math.max(last, ...shown);
  }
  const ms = performance.now() - started;
  await browser.stopTracing();
  return { ms, most, last, ...tasksOf(JSON.parse(readFileSync(trace, "utf8")).traceEvents) };
}

/** The tasks of the page's main thread, in milliseconds of computing and by the clock. */
function tasksOf(events) {
  const isMain = ({ name, args }) => name === "thread_name" && args.name === "CrRendererMain";
  const mains = new Set(events.filter(isMain).map(({ pid, tid }) => `${pid} ${tid}`));
  const isTask = ({ name, ph, pid, tid }) => name === "RunTask" && ph === "X" && mains.has(`${pid} ${tid}`);
  const tasks = events.filter(isTask);
  if (tasks.length === 0) throw new Error("The trace has no task.");
  if (!tasks.every(({ tdur }) => tdur >= 0)) throw new Error("The trace does not say how long the tasks compute.");
  const [computing, byClock] = ["tdur", "dur"].map((key) => tasks.map((task) => task[key] / 1000).toSorted(byNumber));
  const tooLong = (values) => values.filter((ms) => ms > MOST.taskMs).length;
  return {
    tasks: tasks.length,
    longestCpu: computing.at(-1),
    usual: computing.at(-Math.ceil(tasks.length / 1000)),
    tooLong: tooLong(computing),
    longest: byClock.at(-1),
    tooLongByClock: tooLong(byClock),
  };
}
