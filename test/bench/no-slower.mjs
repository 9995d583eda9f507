import { median } from "./measure.mjs";

/** What a change may cost beyond the noise: a twentieth of the CPU a request. */
const ALLOWED = 0.05;

/** A machine whose rounds differ by more than this is too busy to say that something is no slower. */
const CLEAR = 0.1;

/** How likely the interval around a median misses it, on either side. */
const MISSED = 0.025;

/**
 * Judges CPU a request of the same rounds: of this tree (`after`), of the commit it is compared with (`before`), and of
 * that commit once more (`again`), which tells how far a ratio is from 1 by chance. Slower is what is worse by more than
 * a twentieth beyond that; what is not is `unclear` where chance alone is larger than `CLEAR`.
 */
export function judge({ before, after, again }) {
  const ratio = medianOf(ratios(after, before));
  const itself = medianOf(ratios(again, before));
  const spread = Math.max(1 - itself.low, itself.high - 1, 0);
  const isSlower = ratio.median > 1 + ALLOWED + spread;
  return { ratio, itself, spread, isSlower, isUnclear: !isSlower && spread > CLEAR };
}

function ratios(rounds, otherRounds) {
  return rounds.map((value, round) => value / otherRounds[round]);
}

/**
 * The median, and the interval between two of the values in which it lies with 95 %, whatever they are distributed like;
 * of fewer than six values it is between the least and the greatest.
 */
export function medianOf(values) {
  const ordered = [...values].sort((one, other) => one - other);
  const outside = leftOut(ordered.length);
  return { median: median(ordered), low: ordered[outside], high: ordered.at(-1 - outside) };
}

/** How many values are left out on either side: with at most `MISSED`, no more than so many are below the true median. */
function leftOut(count) {
  let chance = 0.5 ** count;
  let sum = chance;
  let below = 0;
  while (sum <= MISSED) {
    below++;
    chance *= (count - below + 1) / below;
    sum += chance;
  }
  return Math.max(0, below - 1);
}
