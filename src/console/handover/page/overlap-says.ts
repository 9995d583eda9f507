import { inWords } from "../../parts/duration.js";

/** What becomes of the old secret once the new one was used, while that is awaited: "works for another 2 days". */
export function overlapSays({ overlapSeconds }: { overlapSeconds?: number | null }): string {
  if (overlapSeconds == null) return "works until you complete the rotation";
  return overlapSeconds === 0 ? "stops at once" : `works for another ${inWords(overlapSeconds)}`;
}
