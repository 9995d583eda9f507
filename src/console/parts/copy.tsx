import { useEffect, useState } from "react";
import { Button, type ButtonTone } from "./button.js";

const SHOWN_MILLISECONDS = 2000;

/** Copies a text to the clipboard, and says whether that was done. `what` names the text, never repeats it. */
export function Copy({ text, what, tone }: { text: string; what: string; tone?: ButtonTone }) {
  const [said, setSaid] = useState<string | null>(null);
  useEffect(() => {
    if (said === null) return;
    const timer = setTimeout(() => setSaid(null), SHOWN_MILLISECONDS);
    return () => clearTimeout(timer);
  }, [said]);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setSaid("Copied");
    } catch {
      setSaid("Not copied: select it and copy it by hand");
    }
  };
  return (
    <Button tone={tone} onClick={copy} aria-label={said ? undefined : `Copy ${what}`}>
      <span aria-live="polite">{said ?? "Copy"}</span>
    </Button>
  );
}
