import { useEffect } from "react";
import { Button } from "../../parts/button.js";
import { EmptyState } from "../../parts/empty-state.js";
import { LinkButton } from "../../parts/link-button.js";
import { May, useMay } from "../../session/viewer-context.js";
import { countChoices } from "./filters.js";
import type { ToolbarProps } from "./toolbar.js";

/** In the place of a list in which there is nothing: why, and what to do next. */
export function EmptyList({ address, whose, change }: ToolbarProps) {
  const mayRegister = useMay("APPLICATION_WRITE");
  if (address.get("q") || countChoices(address) > 0) {
    return (
      <EmptyState
        title="Nothing fits"
        action={
          <Button onClick={() => change({ q: "", secrets: "", state: "", kind: "", grant: "" })}>
            Clear search and filters
          </Button>
        }
      >
        A search looks for a part of the name, or for a whole client id.
      </EmptyState>
    );
  }
  if (whose === "mine" && !address.has("whose")) return <ShowAll change={change} />;
  if (whose === "mine") {
    return (
      <EmptyState
        title="You have registered no application"
        action={<Button onClick={() => change({ whose: "all" })}>Show everybody's</Button>}
      >
        Yours are those that you registered with the very credential that you have signed in with.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      title="No application is registered yet"
      action={
        <May permission="APPLICATION_WRITE">
          <LinkButton href="/applications/new" tone="go">
            Register an application
          </LinkButton>
        </May>
      }
    >
      {mayRegister
        ? "An application is what asks for access tokens: a service, a web site, an app. Register one, and it gets its first secret."
        : "An application is what asks for access tokens. A developer or an administrator of the organization can register one."}
    </EmptyState>
  );
}

/** "Mine" was nobody's choice, and there is nothing: what there is of others is shown instead. */
function ShowAll({ change }: Pick<ToolbarProps, "change">) {
  useEffect(() => change({ whose: "all" }, { replace: true }));
  return null;
}
