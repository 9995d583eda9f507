import { useEffect, useState } from "react";

const PAUSE_MILLISECONDS = 300;

/** What is typed, once the typing pauses: what each letter would ask the gateway is asked once. */
export function usePaused<Value>(value: Value): Value {
  const [paused, setPaused] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setPaused(value), PAUSE_MILLISECONDS);
    return () => clearTimeout(timer);
  }, [value]);
  return paused;
}
