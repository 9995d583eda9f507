import { useQuery } from "@apollo/client/react";
import { useState } from "react";
import { graphql } from "../../../api/gql/index.js";
import type { Handover } from "../../../handover/page/handover.js";
import { Button } from "../../../parts/button.js";
import { Card, CardActions } from "../../../parts/card.js";
import { May } from "../../../session/viewer-context.js";
import { DeleteDialog } from "./delete-dialog.js";
import type { Settings } from "./draft.js";
import { EnableDialog } from "./enable-dialog.js";
import { SettingsFacts } from "./settings-facts.js";
import { SettingsForm } from "./settings-form.js";

const RULES = graphql(`
  query RulesOfSettings { organization { id allowHttpRedirectUris } }
`);

export interface SettingsCardProps {
  settings: Settings;
  application: Handover;
  /** Whether the visitor may do what an OWNER alone may do where the application says so. */
  mayDecide: boolean;
}

export function SettingsCard({ settings, application, mayDecide }: SettingsCardProps) {
  const [open, setOpen] = useState<"form" | "enable" | "delete">();
  const { data } = useQuery(RULES, { skip: open !== "form" });
  const close = () => setOpen(undefined);
  const steps = { application, onClose: close };
  return (
    <Card title="Settings">
      {open === "form" ? (
        <SettingsForm
          settings={settings}
          allowsHttp={data?.organization?.allowHttpRedirectUris ?? true}
          onClose={close}
        />
      ) : (
        <>
          <SettingsFacts settings={settings} />
          <May permission="APPLICATION_WRITE">
            <CardActions>
              {mayDecide && (
                <>
                  <May permission="APPLICATION_DELETE">
                    <Button tone="danger" onClick={() => setOpen("delete")}>
                      Delete…
                    </Button>
                  </May>
                  <Button onClick={() => setOpen("enable")}>{settings.enabled ? "Disable…" : "Enable…"}</Button>
                </>
              )}
              <Button onClick={() => setOpen("form")}>Edit settings</Button>
            </CardActions>
          </May>
        </>
      )}
      {open === "enable" && <EnableDialog {...steps} />}
      {open === "delete" && <DeleteDialog {...steps} />}
    </Card>
  );
}
