/**
 * What a source calls this product's fields, where it has another name: a report names what is in the file as the file does.
 * Of a list it may say where each of its items stands.
 */
export type SourceNames = Readonly<Record<string, string | readonly string[] | undefined>>;

/** The name of a field. */
export function nameIn(names: SourceNames = {}, field: string): string {
  const name = names[field];
  return typeof name === "string" ? name : field;
}

/** The place of an item of a list. */
export function placeIn(names: SourceNames = {}, list: string, item: number): string {
  const places = names[list];
  return (Array.isArray(places) ? places[item] : undefined) ?? `${nameIn(names, list)}.${item}`;
}
