import { setTimeout as sleep } from "node:timers/promises";
import type { Format, FormatOptions } from "../importing/formats/format.js";
import type { Item } from "../importing/reading/item.js";
import { DomainError } from "../model/domain-error.js";
import type { ImportedItem } from "../services/imports/application-imports.js";
import type { BroughtClient } from "../services/imports/brought-client.js";
import { SeenIds } from "./seen-ids.js";

/** How many items are on their way at once: enough for one COMMIT to take many, few enough to leave a gateway its turn. */
const AT_ONCE = 32;

/** How often, and after which pause, an item is tried again while the database does not answer. */
const ATTEMPTS = 30;
const PAUSE_MS = 1000;

/** What became of one item of a file. */
export interface ReportLine extends Omit<ImportedItem, "clientId" | "notes"> {
  line: number;
  /** Null where the item has none that could be shown. */
  clientId: string | null;
  notes?: string[];
}

/** How many items came, and what became of them. */
export type Tally = Record<"lines" | ImportedItem["result"], number>;

export interface ImportRun {
  format: Format;
  options: FormatOptions;
  /** Takes in one client; `line` is what was read of it. Throws `unavailable` while the database does not answer. */
  take(client: BroughtClient, line: string): Promise<ImportedItem>;
  /** Told of each item, in the order of the file. */
  report(line: ReportLine, tally: Tally): void;
  pauseMs?: number;
}

/** Takes in all items of a file, in bounded memory however many they are. */
export async function runImport(items: AsyncIterable<Item>, run: ImportRun): Promise<Tally> {
  const tally: Tally = { lines: 0, created: 0, updated: 0, unchanged: 0, refused: 0 };
  const seen = new SeenIds();
  const onTheirWay: Promise<ReportLine>[] = [];
  const reportFirst = async () => {
    const line = await (onTheirWay.shift() as Promise<ReportLine>);
    tally.lines += 1;
    tally[line.result] += 1;
    run.report(line, tally);
  };
  try {
    for await (const item of items) {
      onTheirWay.push(takeItem(item, run, seen));
      if (onTheirWay.length >= AT_ONCE) await reportFirst();
    }
    while (onTheirWay.length > 0) await reportFirst();
    return tally;
  } finally {
    await Promise.allSettled(onTheirWay);
  }
}

async function takeItem(item: Item, run: ImportRun, seen: SeenIds): Promise<ReportLine> {
  const { line } = item;
  const refused = (reason: string): ReportLine => ({
    line,
    clientId: run.format.clientIdOf(item, run.options),
    result: "refused",
    reason,
  });
  let client: BroughtClient;
  try {
    client = run.format.clientOf(item, run.options);
  } catch (error) {
    if (error instanceof DomainError) return refused(error.message);
    throw error;
  }
  if (!seen.add(client.clientId)) return refused("An earlier item of the file has this client id.");
  const { mapping = null, grants = null } = run.options;
  const read = JSON.stringify(["value" in item ? item.value : null, mapping, grants]);
  const { notes, ...taken } = await patiently(() => run.take(client, read), run.pauseMs);
  return { line, ...taken, ...(notes.length > 0 ? { notes } : {}) };
}

/** Tries again while the database does not answer: a client that was taken in is found unchanged then. */
async function patiently<T>(take: () => Promise<T>, pauseMs = PAUSE_MS): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await take();
    } catch (error) {
      const isAway = error instanceof DomainError && error.code === "unavailable";
      if (!isAway || attempt >= ATTEMPTS) throw error;
      await sleep(pauseMs);
    }
  }
}
