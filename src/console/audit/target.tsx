import { Link } from "wouter";

/** What an event is about, and the way there where there is one. */
export function Target({ id }: { id: string }) {
  if (id.startsWith("org_")) return null;
  if (id.startsWith("app_")) {
    return (
      <Link href={`/applications/${id}`}>
        <code>{short(id)}</code>
      </Link>
    );
  }
  return <code title={id}>{short(id)}</code>;
}

/** The end of an identifier is what two of the same day differ in. */
function short(id: string): string {
  return id.length === 26 ? `${id.slice(0, 4)}…${id.slice(-6)}` : id;
}
