import { ApolloProvider } from "@apollo/client/react";
import { CSPProvider } from "@base-ui/react/csp-provider";
import { lazy, Suspense } from "react";
import { Redirect, Route, Router, Switch } from "wouter";
import { SecretOnScreen } from "./handover/once/secret-on-screen.js";
import { useSecretOnScreen } from "./handover/once/shown-secrets.js";
import { Boundary } from "./parts/boundary.js";
import { SkeletonLines } from "./parts/skeleton.js";
import { Toasts } from "./parts/toasts.js";
import type { Session } from "./session/session.js";
import { SessionProvider, useSessionState } from "./session/session-context.js";
import type { SignedIn } from "./session/session-state.js";
import { ToldOfLink } from "./session/told-of-link.js";
import { ViewerProvider } from "./session/viewer-context.js";
import { useExactSearch } from "./shell/exact-search.js";
import { NotFoundPage } from "./shell/not-found-page.js";
import { PAGES } from "./shell/pages.js";
import { Shell } from "./shell/shell.js";

const SignInPage = lazy(async () => ({ default: (await import("./session/sign-in-page.js")).SignInPage }));
const ChooseOrganization = lazy(async () => ({
  default: (await import("./session/choose-organization.js")).ChooseOrganization,
}));
const SignInAgain = lazy(async () => ({ default: (await import("./session/sign-in-again.js")).SignInAgain }));

/** The page. The policy that it is served with allows no style elements. */
export function App({ session }: { session: Session }) {
  return (
    <CSPProvider disableStyleElements>
      <SessionProvider session={session}>
        <Toasts>
          <Visit />
        </Toasts>
        <SecretOnScreen />
      </SessionProvider>
    </CSPProvider>
  );
}

function Visit() {
  const state = useSessionState();
  if (state.phase === "starting") return null;
  if (state.phase === "signed out") {
    return (
      <Suspense>
        <SignInPage notice={state.notice} />
      </Suspense>
    );
  }
  if (state.phase === "choosing") {
    return (
      <Suspense>
        <ChooseOrganization choosing={state} />
      </Suspense>
    );
  }
  return <SignedInVisit key={state.visit} client={state.client} ended={state.ended} />;
}

function SignedInVisit({ client, ended }: Pick<SignedIn, "client" | "ended">) {
  const isSecretOnScreen = useSecretOnScreen() !== undefined;
  return (
    <ApolloProvider client={client}>
      <Router base="/console" searchHook={useExactSearch}>
        <Boundary>
          <ViewerProvider>
            <ToldOfLink />
            <Shell>
              <Pages />
            </Shell>
          </ViewerProvider>
        </Boundary>
      </Router>
      {/* A secret on the screen needs no token, and comes first. */}
      <Suspense>{ended && !isSecretOnScreen && <SignInAgain />}</Suspense>
    </ApolloProvider>
  );
}

function Pages() {
  return (
    <Switch>
      <Route path="/">
        <Redirect to="/applications" replace />
      </Route>
      {PAGES.map(({ path, Page }) => (
        <Route key={path} path={path}>
          <Boundary waiting={<SkeletonLines count={6} label="The page is loading" />}>
            <Page />
          </Boundary>
        </Route>
      ))}
      <Route>
        <NotFoundPage />
      </Route>
    </Switch>
  );
}
