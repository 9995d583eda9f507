import { Boundary } from "../parts/boundary.js";
import { Page } from "../parts/page.js";
import { SkeletonLines } from "../parts/skeleton.js";
import { OrganizationCards } from "./organization-cards.js";

/** The organization itself: what it is called where, and its settings. */
export function OrganizationPage() {
  return (
    <Page title="Organization" note="What it is called where, and its settings.">
      <Boundary waiting={<SkeletonLines count={6} label="The organization is loading" />}>
        <OrganizationCards />
      </Boundary>
    </Page>
  );
}
