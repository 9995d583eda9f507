interface Interval {
  median: number;
  low: number;
  high: number;
}

export function judge(rounds: { before: number[]; after: number[]; again: number[] }): {
  ratio: Interval;
  itself: Interval;
  spread: number;
  isSlower: boolean;
  isUnclear: boolean;
};

export function medianOf(values: number[]): Interval;
