import { Page } from "../../parts/page.js";

export function CreatePage() {
  return (
    <Page title="Register an application" note="What kind of application is it?">
      {null}
    </Page>
  );
}
