import { setTimeout as sleep } from "node:timers/promises";
import type { Format, FormatOptions } from "../importing/formats/format.js";
import type { Item, OpenEnd } from "../importing/reading/item.js";
import { DomainError } from "../model/domain-error.js";
import { redacted } from "../model/secret.js";
import type { BroughtClient, BroughtSecret } from "../services/imports/brought-client.js";
import type { Came } from "../services/imports/secrets/secret-fits.js";
import type { ImportedItem } from "../services/imports/taken-client.js";
import { IdsOnTheirWay } from "./ids-on-their-way.js";
import { SharedSecrets } from "./shared-secrets.js";

/** How many items are on their way at once: enough for one COMMIT to take many, few enough to leave a gateway its turn. */
const AT_ONCE = 64;

/** How often, and after which pause, an item is tried again while the database does not answer. */
const ATTEMPTS = 30;
const PAUSE_MS = 1000;

/** How many of those that were left out a summary names. */
const MAX_LEFT_OUT = 1000;

/** What became of one item of a file. */
export interface ReportLine extends Omit<ImportedItem, "notes" | "sharedNotes" | "lacksSecret" | "working"> {
  line: number;
  /** Which array of the file, where it has several: from the second one on, which is 1. */
  list?: number;
  /** Null where the item has none that could be shown. */
  clientId: string | null;
  notes?: string[];
}

/** An item that is no client to move. */
export interface LeftOut {
  clientId: string | null;
  reason: string;
}

/** How many items came, and what became of them; `withoutSecret` are confidential clients among them that cannot authenticate. */
export type Tally = Record<"lines" | ImportedItem["result"] | "leftOut" | "withoutSecret", number>;

export interface ImportedFile {
  tally: Tally;
  /** The first of those that were left out. */
  leftOut: LeftOut[];
  /** Whether any client has a secret in the file, also one that was not taken. */
  hasSecrets: boolean;
  /** How many of its secrets work here, by what they came as. */
  secrets: Record<Came, number>;
  /** What is so of many clients alike, and of how many that are here. */
  sharedNotes: Map<string, number>;
  /** How it ends, where it may have been cut off. */
  end?: OpenEnd;
}

export interface ImportRun {
  format: Format;
  options: FormatOptions;
  /**
   * Takes in one client; `line` is what was read of it, `toldBy` what tells it from an earlier one where that is not all of it.
   * Throws `unavailable` while the database does not answer.
   */
  take(client: BroughtClient, line: string, toldBy?: readonly string[]): Promise<ImportedItem>;
  /** Told of each item that was not left out, in the order of the file. */
  report(line: ReportLine, tally: Tally): void;
  pauseMs?: number;
}

/**
 * Takes in all items of a file, in bounded memory however many they are. Throws the first failure, after all items that were
 * on their way have ended and are reported.
 */
export async function runImport(items: AsyncIterable<Item>, run: ImportRun): Promise<ImportedFile> {
  const tally: Tally = { lines: 0, created: 0, updated: 0, unchanged: 0, refused: 0, leftOut: 0, withoutSecret: 0 };
  const file: ImportedFile = {
    tally,
    leftOut: [],
    hasSecrets: false,
    secrets: { clear: 0, hashed: 0 },
    sharedNotes: new Map(),
  };
  const seen = new IdsOnTheirWay();
  const shared = new SharedSecrets();
  const onTheirWay: Promise<Ended>[] = [];
  const failures: unknown[] = [];
  let hasFailed = false;
  const begin = async (item: Item): Promise<Ended> => {
    try {
      return { taken: await takeItem(item, run, seen) };
    } catch (error) {
      hasFailed = true;
      return { error };
    }
  };
  const reportFirst = async () => {
    const { taken, error } = await (onTheirWay.shift() as Promise<Ended>);
    if (!taken) throw error;
    tally.lines += 1;
    if ("leftOut" in taken) {
      tally.leftOut += 1;
      if (file.leftOut.length < MAX_LEFT_OUT) file.leftOut.push(taken.leftOut);
      return;
    }
    const { line, lacksSecret, secrets, hasSecret, sharedNotes } = taken;
    for (const came of taken.working) if (came) file.secrets[came] += 1;
    tally[line.result] += 1;
    if (lacksSecret) tally.withoutSecret += 1;
    file.hasSecrets ||= hasSecret;
    for (const note of sharedNotes) file.sharedNotes.set(note, (file.sharedNotes.get(note) ?? 0) + 1);
    shared.add(String(line.clientId), secrets);
    run.report(line, tally);
  };
  try {
    for await (const item of items) {
      if (hasFailed) break;
      if (item.end) file.end = item.end;
      onTheirWay.push(begin(item));
      if (onTheirWay.length >= AT_ONCE) await reportFirst();
    }
  } catch (error) {
    failures.push(error);
  }
  while (onTheirWay.length > 0) await reportFirst().catch((error: unknown) => failures.push(error));
  if (failures.length > 0) throw failures[0];
  if (shared.note) file.sharedNotes.set(...shared.note);
  return file;
}

/** How the way of an item has ended: it never rejects, since it may end long before somebody looks at it. */
type Ended = { taken: TakenItem; error?: never } | { taken?: never; error: unknown };

type TakenItem = ReportedItem | { leftOut: LeftOut };

interface ReportedItem {
  line: ReportLine;
  lacksSecret: boolean;
  /** Those of its secrets in the file that work here. */
  secrets: readonly BroughtSecret[];
  /** Whether the file has a secret of it, as far as it could be read. */
  hasSecret: boolean;
  working: ImportedItem["working"];
  sharedNotes: string[];
}

async function takeItem(item: Item, run: ImportRun, seen: IdsOnTheirWay): Promise<TakenItem> {
  const { line, list } = item;
  const place = list === undefined ? { line } : { line, list };
  const { format, options } = run;
  const refused = (reason: string): ReportedItem => {
    const clientId = format.clientIdOf(item, options);
    const reported: ReportLine = { ...place, clientId, result: "refused", reason };
    return { line: reported, lacksSecret: false, secrets: [], hasSecret: false, working: [], sharedNotes: [] };
  };
  const foreign = format.reasonToLeaveOut(item);
  if (foreign !== null) return { leftOut: { clientId: format.clientIdOf(item, options), reason: foreign } };
  let client: BroughtClient;
  try {
    client = format.clientOf(item, options);
  } catch (error) {
    if (error instanceof DomainError) return refused(error.message);
    throw error;
  }
  const clientId = `client id ${client.clientId}`;
  const others = idsOf(client);
  const takeInTurn = async (): Promise<ReportedItem> => {
    if (seen.has([clientId])) return refused("An earlier item of the file has this client id.");
    if (seen.has(others)) return refused("An earlier item of the file has an id that comes with this one.");
    const read = JSON.stringify("value" in item ? item.value : null);
    const toldBy = format.toldBy?.(item).map((part) => JSON.stringify(part));
    const { notes, sharedNotes, lacksSecret, working, ...taken } = await patiently(
      () => run.take(client, read, toldBy),
      run.pauseMs,
    );
    // What is refused may have anything in the place of its id.
    const shown = taken.result === "refused" ? format.clientIdOf(item, options) : redacted(client.clientId);
    const reported: ReportLine = { ...place, clientId: shown, ...taken, ...(notes.length > 0 ? { notes } : {}) };
    const hasSecret = client.secrets.length > 0 || (client.leavesSecret ?? false);
    const secrets = (client.ifConfidential ?? client).secrets.filter((_secret, place) => working[place]);
    return { line: reported, lacksSecret, secrets, hasSecret, working, sharedNotes };
  };
  return seen.inTurn([clientId, ...others], takeInTurn, (taken) => taken.line.result !== "refused");
}

/** The ids that an application and its secrets bring along, each once. */
function idsOf({ id, secrets }: BroughtClient): string[] {
  const ids = [id, ...secrets.map((secret) => (secret.form === "digest" ? secret.state.id : undefined))];
  return [...new Set(ids)].filter((one) => one !== undefined).map((one) => `id ${one}`);
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
