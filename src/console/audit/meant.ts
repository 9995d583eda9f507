/** What has a name that somebody looks for in the log. */
export interface Named {
  id: string;
  name: string;
  kind: "application" | "API token" | "member";
  /** What tells it from others with the name. */
  apart?: string;
}

/**
 * The only one that a name means; nothing while several have it. Letter for letter goes before any case: of `Shop` and
 * `shop` each can be meant.
 */
export function meantBy(name: string, found: readonly Named[]): Named | undefined {
  const only = (fits: (one: Named) => boolean) => {
    const fitting = found.filter(fits);
    return fitting.length === 1 ? fitting[0] : undefined;
  };
  return only((one) => one.name === name) ?? only((one) => one.name.toLowerCase() === name.toLowerCase());
}
