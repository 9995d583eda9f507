import { type ComponentType, lazy } from "react";
import type { Permission } from "../api/gql/graphql.js";

export interface PageEntry {
  path: string;
  Page: ComponentType;
  /** How the navigation calls it; a page without is reached from another one. */
  label?: string;
  /** Without this permission it is not in the navigation. */
  permission?: Permission;
}

/** Every page, each loaded when somebody goes there. The first path that fits is taken. */
export const PAGES: readonly PageEntry[] = [
  {
    path: "/applications",
    label: "Applications",
    permission: "APPLICATION_READ",
    Page: lazy(async () => ({ default: (await import("../applications/applications-page.js")).ApplicationsPage })),
  },
  {
    path: "/applications/new",
    Page: lazy(async () => ({ default: (await import("../applications/create/create-page.js")).CreatePage })),
  },
  {
    path: "/applications/:id",
    Page: lazy(async () => ({
      default: (await import("../applications/application/application-page.js")).ApplicationPage,
    })),
  },
  {
    path: "/members",
    label: "Members",
    permission: "MEMBER_READ",
    Page: lazy(async () => ({ default: (await import("../members/members-page.js")).MembersPage })),
  },
  {
    path: "/tokens",
    label: "API tokens",
    permission: "MEMBER_READ",
    Page: lazy(async () => ({ default: (await import("../tokens/tokens-page.js")).TokensPage })),
  },
  {
    path: "/audit",
    label: "Audit log",
    permission: "AUDIT_READ",
    Page: lazy(async () => ({ default: (await import("../audit/audit-page.js")).AuditPage })),
  },
  {
    path: "/organization",
    label: "Organization",
    Page: lazy(async () => ({ default: (await import("../organization/organization-page.js")).OrganizationPage })),
  },
];
