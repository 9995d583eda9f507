import { createContext, type ReactNode, useContext } from "react";
import type { Permission } from "./gql/graphql.js";

/** What the visitor may do; undefined while that is not known. */
export const Permissions = createContext<readonly Permission[] | undefined>(undefined);

/** Leaves out what the gateway would refuse this visitor. It is the gateway that decides. */
export function May({ permission, children }: { permission: Permission; children: ReactNode }) {
  const permissions = useContext(Permissions);
  return permissions && !permissions.includes(permission) ? null : children;
}
