import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";

const SAMPLE_MS = 20;

/** What works at the moment, by what it waits for; `CPU` for nothing. */
const ACTIVITY = `SELECT coalesce(wait_event_type || ' ' || wait_event, 'CPU') AS what, count(*)::int AS count
  FROM pg_stat_activity WHERE datname = current_database() AND state <> 'idle' AND pid <> pg_backend_pid() GROUP BY 1`;

/** Locks that somebody waits for, by what is locked and what the waiting statement begins with. */
const WAITING = `SELECT concat_ws(' ', locktype, mode, relation::regclass, 'by', left(regexp_replace(query, '\\s+', ' ', 'g'), 90)) AS what,
    count(*)::int AS count
  FROM pg_locks JOIN pg_stat_activity USING (pid) WHERE NOT granted GROUP BY 1`;

/**
 * What the sessions of a database wait for while `work` runs: how many worked at a time, on average, by what they waited
 * for, and the same of locks that were waited for.
 */
export async function waitsDuring(databaseUrl, work) {
  const client = new pg.Client(databaseUrl);
  await client.connect();
  const [activity, locks] = [new Map(), new Map()];
  let samples = 0;
  let isOver = false;
  const sample = async () => {
    while (!isOver) {
      addTo(activity, await client.query({ name: "activity", text: ACTIVITY }));
      addTo(locks, await client.query({ name: "waiting", text: WAITING }));
      samples += 1;
      await sleep(SAMPLE_MS);
    }
  };
  try {
    const ends = work().finally(() => {
      isOver = true;
    });
    await Promise.all([ends, sample()]);
  } finally {
    await client.end();
  }
  return { activity: averaged(activity, samples), locks: averaged(locks, samples) };
}

function addTo(sums, { rows }) {
  for (const { what, count } of rows) sums.set(what, (sums.get(what) ?? 0) + count);
}

function averaged(sums, samples) {
  const ordered = [...sums].sort(([, one], [, other]) => other - one);
  return Object.fromEntries(ordered.map(([what, sum]) => [what, Number((sum / samples).toFixed(3))]));
}
