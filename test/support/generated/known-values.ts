/** Kinds of values that a document can name: identifiers by their prefix, cursors and client ids. */
export type KnownKind = "app" | "sec" | "tok" | "mem" | "evt" | "org" | "cursor" | "client";

const REMEMBERED = 200;
const FOUND = /\b((app|sec|tok|mem|evt|org)_[0-9A-Za-z]{22})\b/g;
const CURSORS = /"(?:cursor|startCursor|endCursor)":"([^"\\]+)"/g;
const CLIENT_IDS = /"clientId":"([0-9a-f]{32})"/g;

/** A placeholder for a value that only earlier answers tell, so that a seed always gives the same document. */
export function known(kind: KnownKind, which: number): string {
  return `@{${kind}:${which}}`;
}

/** Values that answers have named, for later documents. */
export class KnownValues {
  private readonly values = new Map<string, string[]>();

  /** `untouched` are values that no document may name: the run's own credentials. */
  constructor(private readonly untouched: ReadonlySet<string>) {}

  learn(answer: string): void {
    for (const [, value = "", kind = ""] of answer.matchAll(FOUND)) this.add(kind, value);
    for (const [, value = ""] of answer.matchAll(CURSORS)) this.add("cursor", value);
    for (const [, value = ""] of answer.matchAll(CLIENT_IDS)) this.add("client", value);
  }

  /** Replaces the placeholders of `known` by values. */
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
