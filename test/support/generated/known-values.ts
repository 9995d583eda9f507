/** Kinds of values that a document can name: identifiers by their prefix, cursors and client ids. */
export type KnownKind = "app" | "sec" | "tok" | "mem" | "evt" | "org" | "cursor" | "client";

const REMEMBERED = 200;
const FOUND = /\b((app|sec|tok|mem|evt|org)_[0-9A-Za-z]{22})\b/g;
const CURSORS = /"(?:cursor|startCursor|endCursor)":"([^"\\]+)"/g;
const CLIENT_IDS = /"clientId":"([0-9a-f]{32})"/g;

/** Stands in a generated document for a value that only the answers so far can tell, so that a seed gives the same document again. */
export function known(kind: KnownKind, which: number): string {
  return `@{${kind}:${which}}`;
}

/** What answers have named, for the documents that follow. */
export class KnownValues {
  private readonly values = new Map<string, string[]>();

  /** `untouched` are values that no document may name: the credentials of the run itself. */
  constructor(private readonly untouched: ReadonlySet<string>) {}

  learn(answer: string): void {
    for (const [, value = "", kind = ""] of answer.matchAll(FOUND)) this.add(kind, value);
    for (const [, value = ""] of answer.matchAll(CURSORS)) this.add("cursor", value);
    for (const [, value = ""] of answer.matchAll(CLIENT_IDS)) this.add("client", value);
  }

  /** Puts values in the place of what `known` has written. */
  fill(text: string): string {
    return text.replace(/@\{(\w+):(\d+)\}/g, (_, kind: string, which: string) => {
      const values = this.values.get(kind) ?? [];
      return values[Number(which) % Math.max(1, values.length)] ?? `${kind}_${"0".repeat(22)}`;
    });
  }

  private add(kind: string, value: string): void {
    if (this.untouched.has(value)) return;
    const values = this.values.get(kind) ?? [];
    if (values.includes(value)) return;
    this.values.set(kind, [value, ...values].slice(0, REMEMBERED));
  }
}
