import { useSyncExternalStore } from "react";
import { Segments } from "../parts/segments.js";
import { chooseTheme, chosenTheme, onTheme } from "./theme.js";

const OPTIONS = [
  ["system", "Auto"],
  ["light", "Light"],
  ["dark", "Dark"],
] as const;

export function ThemeSwitch() {
  const theme = useSyncExternalStore(onTheme, chosenTheme);
  return <Segments label="Theme" options={OPTIONS} value={theme} onChange={chooseTheme} small />;
}
