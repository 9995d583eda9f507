/**
 * What a source calls this product's fields, where it has another name: a report names what is in the file as the file does.
 * Of a list it may say where each of its items stands, which may be in several of its fields.
 */
export type SourceNames = Readonly<Record<string, string | Places | undefined>>;

interface Places {
  /** What the list is called as a whole, where it is one. */
  name?: string;
  places: readonly string[];
}

/** The name of a field. */
export function nameIn(names: SourceNames = {}, field: string): string {
  const own = names[field];
  return (typeof own === "string" ? own : own?.name) ?? field;
}

/** The place of an item of a list. */
export function placeIn(names: SourceNames = {}, list: string, item: number): string {
  const own = names[list];
  return (typeof own === "object" ? own.places[item] : undefined) ?? `${nameIn(names, list)}.${item}`;
}
