import { useSuspenseQuery } from "@apollo/client/react";
import { useState } from "react";
import { graphql } from "../api/gql/index.js";
import { RemoveMember } from "../members/remove-member.js";
import { Button } from "../parts/button.js";
import { Card, CardActions, CardBody } from "../parts/card.js";
import { Fact, Facts } from "../parts/facts.js";
import { FailureNotice } from "../parts/failure-notice.js";
import { Time } from "../parts/time.js";
import { useMay, useViewer } from "../session/viewer-context.js";
import { Identifiers } from "./identifiers.js";
import { OrganizationSettings } from "./organization-settings.js";

const ORGANIZATION = graphql(`
  query Organization {
    organization { id slug name allowHttpRedirectUris uuid createdAt }
  }
`);

export function OrganizationCards() {
  const { data, error } = useSuspenseQuery(ORGANIZATION);
  const mayWrite = useMay("ORGANIZATION_WRITE");
  const organization = data?.organization;
  if (!organization) return <FailureNotice errors={[error]} asked="read" />;
  return (
    <>
      {mayWrite ? (
        <OrganizationSettings organization={organization} />
      ) : (
        <Card title="Settings" note="An owner can change them">
          <CardBody>
            <Facts>
              <Fact name="Name">
                <bdi>{organization.name}</bdi>
              </Fact>
              <Fact name="Plain http in redirect URIs">
                {organization.allowHttpRedirectUris ? "allowed on every host" : "only on the person's own machine"}
              </Fact>
            </Facts>
          </CardBody>
        </Card>
      )}
      <Card
        title="Identifiers"
        note={
          <>
            created <Time at={organization.createdAt} as="day" />
          </>
        }
      >
        <CardBody>
          <Identifiers organization={organization} />
        </CardBody>
      </Card>
      <Membership />
    </>
  );
}

/** For who is a member: as what, and the way out. */
function Membership() {
  const { memberId, role, actor } = useViewer();
  const [isLeaving, setLeaving] = useState(false);
  if (!memberId) return null;
  const member = {
    id: memberId,
    name: actor.name ?? actor.id,
    role,
    kind: actor.kind === "APPLICATION" ? "APPLICATION" : "USER",
    pending: false,
  } as const;
  return (
    <Card title="Your membership">
      <CardActions note={`You are ${role} here.`}>
        <Button tone="danger" onClick={() => setLeaving(true)}>
          Leave the organization
        </Button>
      </CardActions>
      {isLeaving && <RemoveMember member={member} isSelf onClose={() => setLeaving(false)} />}
    </Card>
  );
}
