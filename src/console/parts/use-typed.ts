import { useState } from "react";

/**
 * A text that somebody types, and that follows `value` when that changes otherwise: what it asks for is without the white space
 * around it, behind which more may be typed. It follows while it is drawn: after
 * that somebody may have begun to type, and an effect would take it away.
 */
export function useTyped(value: string): readonly [text: string, type: (text: string) => void] {
  const [text, type] = useState(value);
  const [followed, follow] = useState(value);
  if (followed !== value) {
    follow(value);
    if (value !== text.trim()) type(value);
  }
  return [text, type];
}
