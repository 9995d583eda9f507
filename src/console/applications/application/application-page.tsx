import { useSuspenseFragment, useSuspenseQuery } from "@apollo/client/react";
import { useState } from "react";
import { Link, useParams } from "wouter";
import type { ApplicationQuery } from "../../api/gql/graphql.js";
import { graphql } from "../../api/gql/index.js";
import { HandoverCard, type Step } from "../../handover/page/handover-card.js";
import { HANDOVER } from "../../handover/page/handover-fragment.js";
import { useLive } from "../../handover/page/use-live.js";
import { UsesCard } from "../../handover/page/uses-card.js";
import { Button } from "../../parts/button.js";
import { EmptyState } from "../../parts/empty-state.js";
import { FailureNotice } from "../../parts/failure-notice.js";
import { LinkButton } from "../../parts/link-button.js";
import { Page } from "../../parts/page.js";
import { May, useMay, useViewer } from "../../session/viewer-context.js";
import { ApplicationNote } from "./application-note.js";
import { EventsCard } from "./events-card.js";
import { SettingsCard } from "./settings/settings-card.js";
import { SETTINGS } from "./settings/settings-fragment.js";
import { useWhenChanged } from "./use-when-changed.js";

const APPLICATION = graphql(`
  query Application($id: ID!, $withSecrets: Boolean!) {
    oauthApplication(id: $id) {
      id
      createdByViewer
      ...Handover_application
      ...ApplicationNote_application
      ...Settings_application
    }
  }
`);

const crumb = <Link href="/applications">Applications</Link>;

/** One application: its handover first, then who uses it, its settings and what was done to it. */
export function ApplicationPage() {
  const { id } = useParams<{ id: string }>();
  const withSecrets = useMay("SECRET_READ");
  const { data, error, refetch } = useSuspenseQuery(APPLICATION, { variables: { id, withSecrets } });
  const application = data?.oauthApplication;
  if (!application) {
    return (
      <Page title="Application" crumb={crumb}>
        <FailureNotice errors={[error]} asked="read" />
        {!error && (
          <EmptyState
            title="There is no such application"
            action={<LinkButton href="/applications">All applications</LinkButton>}
          >
            It may have been deleted, or belong to another organization.
          </EmptyState>
        )}
      </Page>
    );
  }
  return <OneApplication key={id} application={application} refetch={refetch} />;
}

interface OneApplicationProps {
  application: NonNullable<ApplicationQuery["oauthApplication"]>;
  refetch: () => Promise<unknown>;
}

function OneApplication({ application, refetch }: OneApplicationProps) {
  const { role } = useViewer();
  const canRotate = useMay("SECRET_ROTATE");
  const [step, go] = useState<Step>();
  const withSecrets = useMay("SECRET_READ");
  const { data: handover } = useSuspenseFragment({
    fragment: HANDOVER,
    from: application,
    variables: { withSecrets },
  });
  const { data: settings } = useSuspenseFragment({ fragment: SETTINGS, from: application });
  const mayReadEvents = useMay("AUDIT_READ") || application.createdByViewer;
  useLive(application.id);
  // The live question is a small one: of a change of the settings it says only that there was one.
  useWhenChanged(handover.version, refetch);
  const mayRotate = canRotate && (!handover.ownerOnlySecretRotation || role === "OWNER");
  return (
    <Page
      title={handover.name}
      crumb={crumb}
      note={<ApplicationNote application={application} />}
      actions={
        <>
          <May permission="AUDIT_READ">
            <LinkButton href={`/audit?targetId=${application.id}`}>History</LinkButton>
          </May>
          {mayRotate && !handover.public && (
            <Button tone="danger" onClick={() => go("emergency")}>
              Stop a leaked secret…
            </Button>
          )}
        </>
      }
    >
      <HandoverCard
        application={handover}
        mayRotate={mayRotate}
        isSealed={Boolean(settings.secretRecipientKey)}
        step={step}
        go={go}
      />
      <UsesCard application={handover} />
      <SettingsCard
        settings={settings}
        application={handover}
        mayDecide={!handover.ownerOnlySecretRotation || role === "OWNER"}
      />
      {mayReadEvents && <EventsCard id={application.id} version={handover.version} />}
    </Page>
  );
}
