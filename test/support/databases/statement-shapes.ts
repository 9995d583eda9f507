const TABLES = /\b(?:FROM|JOIN|INTO|UPDATE) (\w+)/g;
const OWN_TABLES =
  /^(?:access_tokens|api_tokens|audit_events|client_secrets|members|oauth_applications|organizations)$/;

/** A statement as docs/journeys.md writes it: its verb, its tables in order, and how it locks. */
export function shapeOfStatement(sql: string): string {
  const text = sql.replace(/\s+/g, " ").trim();
  const [first = ""] = /^\w+/.exec(text) ?? [];
  if (/^(?:BEGIN|COMMIT|ROLLBACK)$/.test(first)) return text;
  if (first === "SET") return first;
  const verb =
    first === "WITH" ? /\b(?:INSERT|UPDATE|DELETE)\b/.exec(text.replaceAll(/FOR (?:NO KEY )?UPDATE/g, ""))?.[0] : first;
  const tables = new Set(
    [...text.matchAll(TABLES)].map(([, table = ""]) => table).filter((name) => OWN_TABLES.test(name)),
  );
  const [lock = ""] = / FOR (?:NO KEY UPDATE|UPDATE|SHARE)(?: SKIP LOCKED)?$/.exec(text) ?? [];
  return `${verb} ${[...tables].join(", ")}${lock}`;
}
