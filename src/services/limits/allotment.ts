import type { Database } from "../../database/database.js";
import type { DomainError } from "../../model/domain-error.js";

/** So many may be taken between two counts; several gateways over one database exceed a limit by no more each. */
const TAKEN_BETWEEN = 1_000;

/** Between two counts for an owner that has nothing left. */
const PAUSE_MS = 1_000;

/** Owners that are remembered at once. */
const MAX_REMEMBERED = 20_000;

interface Known {
  counted: Promise<number>;
  taken: number;
  notBefore: number;
}

export interface AllotmentOptions {
  /** SQL that selects what an owner has: what follows FROM, with the parameter `:owner`. */
  rows: string;
  limit: number;
  refusal(): DomainError;
}

/**
 * How much of something each owner may have, for what is taken so often that it cannot be counted each time: it is
 * counted at first and after every thousand, in between added up.
 */
export class Allotment {
  private readonly known = new Map<string, Known>();
  private readonly text: string;

  constructor(
    private readonly database: Database,
    private readonly options: AllotmentOptions,
  ) {
    this.text = `SELECT COUNT(*) AS items FROM (SELECT 1 FROM ${options.rows} LIMIT ${options.limit}) counted`;
  }

  /** Throws the refusal when the owner has as much as it may have. */
  async take(owner: string): Promise<void> {
    const { limit, refusal } = this.options;
    const known = this.known.get(owner) ?? this.count(owner);
    const left = limit - (await known.counted) - known.taken;
    if (left > 0 && known.taken < TAKEN_BETWEEN) {
      known.taken += 1;
      return;
    }
    if (left <= 0 && performance.now() < known.notBefore) throw refusal();
    // Whoever comes while it is counted waits for the same count.
    if (this.known.get(owner) === known) this.count(owner);
    return this.take(owner);
  }

  private count(owner: string): Known {
    if (this.known.size >= MAX_REMEMBERED) this.known.clear();
    const counted = this.database.read.rows(this.text, { owner }).then(([row]) => Number(row?.items));
    const known = { counted, taken: 0, notBefore: performance.now() + PAUSE_MS };
    this.known.set(owner, known);
    // What could not be counted is counted for the next one.
    counted.catch(() => {
      if (this.known.get(owner) === known) this.known.delete(owner);
    });
    return known;
  }
}
