const THEMES = ["system", "light", "dark"] as const;

export type Theme = (typeof THEMES)[number];

/** Kept by the browser: it tells nothing of who has signed in. */
const KEY = "console-theme";

/** What was chosen where the browser keeps nothing. */
let unkept: Theme | undefined;

const listeners = new Set<() => void>();

/** What was chosen here before; the system's where nothing was. */
export function chosenTheme(): Theme {
  if (unkept) return unkept;
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

/** Calls when the theme has become another one, by choice or by the system's. Gives back what ends this. */
export function onTheme(listener: () => void): () => void {
  listeners.add(listener);
  const query = systemIsDark();
  query.addEventListener("change", listener);
  return () => {
    listeners.delete(listener);
    query.removeEventListener("change", listener);
  };
}

function systemIsDark(): MediaQueryList {
  return matchMedia("(prefers-color-scheme: dark)");
}

/** Gives the page its theme, from now on also that which somebody chooses in another tab. */
export function beginTheme(): void {
  show();
  addEventListener("storage", ({ key }) => {
    if (key === KEY || key === null) show();
  });
}

export function chooseTheme(theme: Theme): void {
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    unkept = theme;
  }
  show();
}

function show(): void {
  const theme = chosenTheme();
  if (theme === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  for (const listener of listeners) listener();
}
