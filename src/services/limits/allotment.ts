import type { Database } from "../../database/database.js";
import type { DomainError } from "../../model/domain-error.js";

/** How many are taken between two counts, at most; each gateway over one database may exceed a limit by so many. */
const TAKEN_BETWEEN = 1_000;

/** How long an owner that is at its limit is refused without counting again. */
const PAUSE_MS = 1_000;

/** How many owners are remembered at once. */
const MAX_REMEMBERED = 20_000;

interface Known {
  counted: Promise<number>;
  taken: number;
  notBefore: number;
}

export interface AllotmentOptions {
  /** What follows FROM in SQL that selects an owner's rows, with the parameter `:owner`. */
  rows: string;
  limit: number;
  refusal(): DomainError;
}

/**
 * Bounds how many rows each owner has, without counting at each insert: it counts at first and after every thousand,
 * and adds up in between.
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

  /** Counts one more for the owner. Throws the refusal when the owner is at its limit. */
  async take(owner: string): Promise<void> {
    const { limit, refusal } = this.options;
    const known = this.known.get(owner) ?? this.count(owner);
    const left = limit - (await known.counted) - known.taken;
    if (left > 0 && known.taken < TAKEN_BETWEEN) {
      known.taken += 1;
      return;
    }
    if (left <= 0 && performance.now() < known.notBefore) throw refusal();
    // Calls that come during a count wait for the same one.
    if (this.known.get(owner) === known) this.count(owner);
    return this.take(owner);
  }

  private count(owner: string): Known {
    if (this.known.size >= MAX_REMEMBERED) this.known.clear();
    const counted = this.database.read.rows(this.text, { owner }).then(([row]) => Number(row?.items));
    const known = { counted, taken: 0, notBefore: performance.now() + PAUSE_MS };
    this.known.set(owner, known);
    // A count that failed is forgotten, so that the next call counts again.
    counted.catch(() => {
      if (this.known.get(owner) === known) this.known.delete(owner);
    });
    return known;
  }
}
