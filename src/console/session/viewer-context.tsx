import { useSuspenseQuery } from "@apollo/client/react";
import { createContext, type ReactNode, useContext, useEffect } from "react";
import type { Permission, ViewerQuery } from "../api/gql/graphql.js";
import { NoEntry } from "./no-entry.js";
import { useSession } from "./session-context.js";
import { VIEWER } from "./viewer.js";

export type Viewer = NonNullable<ViewerQuery["viewer"]>;

const Context = createContext<Viewer | null>(null);

/** Whatever is in it knows who asks, where, and what they may do. */
export function ViewerProvider({ children }: { children: ReactNode }) {
  const session = useSession();
  const { data, error } = useSuspenseQuery(VIEWER);
  const viewer = data?.viewer;
  const organizationId = viewer?.organization.id;
  useEffect(() => {
    if (organizationId) session.noteOrganization(organizationId);
  }, [session, organizationId]);
  if (!viewer) return <NoEntry error={error} />;
  return <Context value={viewer}>{children}</Context>;
}

export function useViewer(): Viewer {
  const viewer = useContext(Context);
  if (!viewer) throw new Error("There is no ViewerProvider around this.");
  return viewer;
}

/** Whether the visitor may do this. It is the gateway that decides; the page does not show what it would refuse. */
export function useMay(permission: Permission): boolean {
  return useViewer().permissions.includes(permission);
}

/** Leaves out what the gateway would refuse this visitor. */
export function May({ permission, children }: { permission: Permission; children: ReactNode }) {
  return useMay(permission) ? children : null;
}
