import type { ReactNode } from "react";

export interface Verdict {
  /** Stands in the circle before it. */
  sign: string;
  tone: "new" | "old" | "bad" | "plain";
  /** What to do. */
  title: string;
  /** Why, and until when. */
  why: ReactNode;
  /** What is to be done is to stop every secret. */
  isLeak?: boolean;
}
