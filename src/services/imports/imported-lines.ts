import type { Transaction } from "../../database/transaction.js";
import {
  ImportedClient,
  type LineReading,
  type SecretsReading,
  type WaitingUris,
} from "../../model/imported-client.js";
import type { OAuthApplication } from "../../model/oauth-application.js";
import { isAmong, type SecretKeys } from "../keys/secret-keys.js";
import { countOf, isWaitOver, readingOfWaiting } from "./settings/waiting-uris.js";
import type { KnownClient } from "./standing.js";

/** A line as an import has it: what was read of it, as JSON, and what else decides what is made of it. */
export interface Line {
  /** The system it comes from, such as `keycloak`. */
  source: string;
  line: string;
  /** What tells it from an earlier one, and behind it what did by earlier versions, where that is not all of it. */
  toldBy?: readonly string[] | undefined;
  /** Which column is which field, where that was said. */
  mapping?: object | undefined;
  /** The grants of clients whose source records none, where they were said. */
  grants?: readonly string[] | undefined;
  /** Their scopes, likewise. */
  scopes?: readonly string[] | undefined;
}

/**
 * What is not as it was at the last import; `either` is the line or how it is read, `http` that of its redirect URIs some
 * wait no more for the organization's `allowHttpRedirectUris`. `credentials` is what was kept of it and would not be kept
 * any more, `secrets` that more can be told of its secrets: it is said by now of something that was left that it is one, or
 * the current one is known to be another.
 */
export type LineChange = "line" | "mapping" | "grants" | "scopes" | "http" | "credentials" | "secrets" | "either";

/** What is remembered of the lines that applications came from. */
export class ImportedLines {
  constructor(private readonly keys: SecretKeys) {}

  /** What has changed of a line since its last import: nothing where it is the same and read alike. */
  changes({ application, imported }: KnownClient, line: Line, waiting: WaitingUris): LineChange[] {
    const { lineDigest, reading } = imported;
    const isSame = (text: string, digest: string | null) =>
      digest !== null && isAmong(this.keys.candidates(subjectOf(application), text), digest);
    if (!reading) {
      const isKnown = [countOf(waiting), 0].some((count) => isSame(wholeOf(line, count), lineDigest));
      return isKnown && !line.scopes ? [] : ["either"];
    }
    const mapping = mappingOf(line);
    const isMappedAlike = mapping === null ? reading.mapping === null : isSame(mapping, reading.mapping);
    return [
      ...(textsOf(line).some((text) => isSame(text, lineDigest)) ? [] : (["line"] as const)),
      ...(isMappedAlike ? [] : (["mapping"] as const)),
      ...(JSON.stringify(line.grants ?? null) === JSON.stringify(reading.grants) ? [] : (["grants"] as const)),
      ...(JSON.stringify(line.scopes) === JSON.stringify(reading.scopes) ? [] : (["scopes"] as const)),
      ...(isWaitOver(reading, waiting) ? (["http"] as const) : []),
    ];
  }

  /**
   * Whether a line is remembered as it would be now: under the first key, so that it is still known when the others are gone, and
   * by what tells it by this version.
   */
  isCurrent({ application, imported: { lineDigest, reading } }: KnownClient, line: Line): boolean {
    if (reading === null || (reading.mapping !== null && !this.keys.isCurrent(reading.mapping))) return false;
    const [now = ""] = textsOf(line);
    return isAmong([this.keys.digest(subjectOf(application), now)], lineDigest);
  }

  async remember(
    transaction: Transaction,
    application: OAuthApplication,
    line: Line,
    waiting: WaitingUris,
    importedAt: Date,
    { values, ...missing }: SecretsReading,
  ): Promise<void> {
    const digest = (text: string) => this.keys.digest(subjectOf(application), text);
    const mapping = mappingOf(line);
    const [now = ""] = textsOf(line);
    const reading: LineReading = {
      mapping: mapping === null ? null : digest(mapping),
      grants: line.grants ?? null,
      ...(line.scopes ? { scopes: line.scopes } : {}),
      ...readingOfWaiting(waiting),
      ...(values ? { values } : {}),
      ...missing,
    };
    const { source } = line;
    const row: ImportedClient = {
      oauthApplicationId: application.id,
      source,
      lineDigest: digest(now),
      reading,
      importedAt,
    };
    await transaction.upsert(ImportedClient, [row], ["lineDigest", "reading", "importedAt"]);
  }
}

/** What tells a line from an earlier one of its client: the first by this version, one of the others by an earlier one. */
function textsOf({ line, toldBy = [] }: Line): string[] {
  // Up to 0.6.0 it was all of it.
  return [...toldBy, line];
}

function mappingOf({ mapping }: Line): string | null {
  return mapping === undefined ? null : `mapping ${JSON.stringify(mapping)}`;
}

/** The text of which rows without a reading have the digest. */
function wholeOf({ line, mapping, grants }: Line, waitingForHttp: number): string {
  const read = [line, JSON.stringify(mapping ?? null), JSON.stringify(grants ?? null)];
  return JSON.stringify([`[${read.join(",")}]`, waitingForHttp]);
}

/** Lines are digested for another purpose than secrets, so that neither digest is one of the other. */
function subjectOf({ id }: OAuthApplication): string {
  return `${id} line`;
}
