import { ApolloProvider } from "@apollo/client/react";
import { lazy } from "react";
import { Boundary } from "../parts/boundary.js";
import { SkeletonLines } from "../parts/skeleton.js";
import { ChooseOrganization } from "../session/choose-organization.js";
import { useSessionState } from "../session/session-context.js";
import { SignInAgain } from "../session/sign-in-again.js";
import { SignInPage } from "../session/sign-in-page.js";
import { ViewerProvider } from "../session/viewer-context.js";

const Explorer = lazy(async () => ({ default: (await import("./explorer.js")).Explorer }));

/** A tab of its own, which is signed in as the tab is that opened it: the session asks there. */
export function GraphiQLVisit() {
  const state = useSessionState();
  if (state.phase === "starting") return null;
  if (state.phase === "signed out") return <SignInPage notice={state.notice} beside />;
  if (state.phase === "choosing") return <ChooseOrganization choosing={state} />;
  return (
    <ApolloProvider key={state.visit} client={state.client}>
      <Boundary waiting={<SkeletonLines count={8} label="GraphiQL is loading" />}>
        <ViewerProvider>
          <Explorer session={state} />
        </ViewerProvider>
      </Boundary>
      {state.ended && <SignInAgain />}
    </ApolloProvider>
  );
}
