import type { SharedNote } from "../services/imports/brought-client.js";
import { namesNote } from "../services/imports/kept/shown-names.js";
import { invalid, isEmpty } from "./values.js";

/** What becomes of each field of a source, in the words of docs/moving-in.md. A field that is not named is KEPT. */
export type Fates = Record<string, string>;

/** In `dialectSettings`, under the source's name. */
export const KEPT = "kept";
/** Not taken: the report names it where it holds something. */
export const NAMED = "named in the report";
/** The same of what most clients of a file hold. */
export const NAMED_ONCE = "named in the summary of the report";
/** A promise of the source that nobody holds here. */
export const WITHOUT_EFFECT = "has no effect here: named in the report where it is set, and kept";

/** How sources say that something is not set. */
const UNSET = new Set(["false", "f", "0", "none", "opaque", "not required"]);

/** The fields of one item. What is not taken from it is there in the end to be kept or named, so that nothing is lost. */
export class SourceFields<F extends Fates> {
  private readonly values: Map<string, unknown>;

  /** `path` is before each name in `fates` and in what is reported: `attributes.`, say. Throws for what is no object. */
  constructor(
    values: unknown,
    private readonly fates: F,
    private readonly path = "",
  ) {
    if (typeof values !== "object" || values === null || Array.isArray(values)) {
      throw invalid(path.slice(0, -1) || "item", "object", "must be a JSON object");
    }
    this.values = new Map(Object.entries(values));
  }

  /** Takes a field's value through one of the functions of values.ts, which is told the field's name. */
  take<T>(name: keyof F & string, read: (value: unknown, field: string) => T): T {
    const own = name.slice(this.path.length);
    const value = this.values.get(own);
    this.values.delete(own);
    return read(value, name);
  }

  /** Whether there is such a field, whatever it holds. */
  has(name: keyof F & string): boolean {
    return this.values.has(name.slice(this.path.length));
  }

  /** A value that stays where it is. */
  see(name: keyof F & string): unknown {
    return this.values.get(name.slice(this.path.length));
  }

  /** What nobody has taken and is to be kept; what is only to be named is in a note, or in one of those that are shared. */
  rest(notes: string[], sharedNotes: SharedNote[] = []): [string, unknown][] {
    const filled = [...this.values].filter(([, value]) => !isEmpty(value));
    const has =
      (fate: string) =>
      ([name]: [string, unknown]) =>
        this.fates[this.path + name] === fate;
    const [isNamed, isNamedOnce] = [has(NAMED), has(NAMED_ONCE)];
    const isIdle = ([name, value]: [string, unknown]) =>
      this.fates[this.path + name] === WITHOUT_EFFECT && !UNSET.has(String(value).toLowerCase());
    const named = (what: string, entries: [string, unknown][]) =>
      namesNote(
        what,
        entries.map(([name]) => this.path + name),
      );
    notes.push(
      ...named("Not taken", filled.filter(isNamed)),
      ...named("Set there, and without effect here", filled.filter(isIdle)),
    );
    sharedNotes.push(...filled.filter(isNamedOnce).map(([name]) => ({ text: `Not taken: ${this.path}${name}.` })));
    return filled.filter((entry) => !isNamed(entry) && !isNamedOnce(entry));
  }
}
