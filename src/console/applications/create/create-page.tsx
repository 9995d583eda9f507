import { useState } from "react";
import { Link } from "wouter";
import { Boundary } from "../../parts/boundary.js";
import { Card, CardBody } from "../../parts/card.js";
import { Forbidden } from "../../parts/forbidden.js";
import { Page } from "../../parts/page.js";
import { SkeletonLines } from "../../parts/skeleton.js";
import { useMay } from "../../session/viewer-context.js";
import { CreateForm } from "./create-form.js";
import { KindChoice } from "./kind-choice.js";
import { KINDS, type Kind } from "./kinds.js";

/** Registers an application: first what it is, then what only its owner knows. */
export function CreatePage() {
  const mayCreate = useMay("APPLICATION_WRITE");
  const [kind, setKind] = useState<Kind>();
  return (
    <Page
      title="Register an application"
      crumb={<Link href="/applications">Applications</Link>}
      note="What it is decides how it gets its access tokens. Everything can be changed later."
    >
      {mayCreate ? (
        <>
          <Card title="What is it?">
            <CardBody>
              <KindChoice kinds={KINDS} value={kind} onChange={setKind} />
            </CardBody>
          </Card>
          {kind && (
            <Boundary waiting={<SkeletonLines count={5} label="The form is loading" />}>
              <CreateForm kind={kind} />
            </Boundary>
          )}
        </>
      ) : (
        <Card>
          <Forbidden what="Registering applications" permission="APPLICATION_WRITE" />
        </Card>
      )}
    </Page>
  );
}
