const THEMES = ["system", "light", "dark"] as const;

export type Theme = (typeof THEMES)[number];

/** Kept by the browser: it tells nothing of who has signed in. */
const KEY = "console-theme";

/** What was chosen here before; the system's where nothing was. */
export function chosenTheme(): Theme {
  try {
    return THEMES.find((theme) => theme === localStorage.getItem(KEY)) ?? "system";
  } catch {
    return "system";
  }
}

/** The one that the page has, for what does not follow the system by itself. */
export function shownTheme(): "light" | "dark" {
  const theme = chosenTheme();
  if (theme !== "system") return theme;
  return systemIsDark().matches ? "dark" : "light";
}

/** Calls when the system goes over to another theme, as some do in the evening. Gives back what ends this. */
export function onSystemTheme(listener: () => void): () => void {
  const query = systemIsDark();
  query.addEventListener("change", listener);
  return () => query.removeEventListener("change", listener);
}

function systemIsDark(): MediaQueryList {
  return matchMedia("(prefers-color-scheme: dark)");
}

export function showTheme(theme: Theme): void {
  if (theme === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}

export function chooseTheme(theme: Theme): void {
  showTheme(theme);
  try {
    localStorage.setItem(KEY, theme);
  } catch {}
}
