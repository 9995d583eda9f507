import { useQuery } from "@apollo/client/react";
import { createContext, type ReactNode, useContext, useMemo } from "react";
import type { EventRow_AuditEventFragment } from "../api/gql/graphql.js";
import { useMay } from "../session/viewer-context.js";
import { namesakesIn, short, tellsApart } from "./apart.js";
import { NAMED_OTHERS } from "./named.js";

const Apart = createContext<ReadonlyMap<string, string>>(new Map());

/** Around events: who has the name of another one of them is told by more than the name. */
export function Namesakes({
  events,
  children,
}: {
  events: readonly EventRow_AuditEventFragment[];
  children: ReactNode;
}) {
  const ids = useMemo(() => namesakesIn(events), [events]);
  const { data } = useQuery(NAMED_OTHERS, { skip: !useMay("MEMBER_READ") || ids.size === 0 });
  const apart = useMemo(() => {
    const known = [...(data?.apiTokens?.nodes ?? []), ...(data?.members?.nodes ?? [])];
    const words = new Map(known.map((one) => [one.id, tellsApart(one, Date.now())]));
    return new Map([...ids].map((id) => [id, words.get(id) ?? short(id)]));
  }, [ids, data]);
  return <Apart value={apart}>{children}</Apart>;
}

/** What stands behind a name that is also another's. */
export function ToldApart({ id }: { id: string | undefined }) {
  const apart = useContext(Apart).get(id ?? "");
  return apart && <> ({apart})</>;
}
