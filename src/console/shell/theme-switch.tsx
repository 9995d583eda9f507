import { useState } from "react";
import { Segments } from "../parts/segments.js";
import { chooseTheme, chosenTheme, type Theme } from "./theme.js";

const OPTIONS = [
  ["system", "Auto"],
  ["light", "Light"],
  ["dark", "Dark"],
] as const;

export function ThemeSwitch() {
  const [theme, setTheme] = useState<Theme>(chosenTheme);
  const choose = (next: Theme) => {
    chooseTheme(next);
    setTheme(next);
  };
  return <Segments label="Theme" options={OPTIONS} value={theme} onChange={choose} small />;
}
