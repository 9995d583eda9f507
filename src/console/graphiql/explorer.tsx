import "./workers.js";
import "@graphiql/react/style.css";
import "@graphiql/plugin-doc-explorer/style.css";
import "@graphiql/plugin-history/style.css";
import "graphiql/graphiql.css";
import "./explorer.css";
import { useGraphiQL } from "@graphiql/react";
import { GraphiQL } from "graphiql";
import { buildSchema } from "graphql";
import { useEffect, useRef, useState, useSyncExternalStore } from "react";
import schemaText from "../../../schema.graphql?raw";
import type { SignedIn } from "../session/session-state.js";
import { useViewer } from "../session/viewer-context.js";
import { onTheme, shownTheme } from "../shell/theme.js";
import { examplesFor } from "./examples.js";
import { createFetcher } from "./fetcher.js";
import { mendTabs } from "./mend-tabs.js";
import { OrganizationBar } from "./organization-bar.js";
import { tabStorage } from "./tab-storage.js";

/** The schema that this page was built from: nothing is asked of the gateway for it, whatever INTROSPECTION says. */
const schema = buildSchema(schemaText, { assumeValid: true });

const DEFAULT_QUERY = "# Ctrl+Enter runs this. Ctrl+Space offers what fits.\n\n{\n  viewer { role permissions }\n}\n";

/** GraphiQL, signed in. It keeps what is typed until its tab is closed, and neither token nor answer. */
export function Explorer({ session }: { session: SignedIn }) {
  const { permissions, organization } = useViewer();
  const [fetcher] = useState(() => createFetcher(session));
  const theme = useSyncExternalStore(onTheme, shownTheme);
  const [examples] = useState(() => examplesFor(permissions));
  useEffect(() => {
    document.title = `GraphiQL · ${organization.name}`;
  }, [organization.name]);
  const [isReady, setReady] = useState(false);
  const page = useRef<HTMLElement>(null);
  useEffect(() => (page.current ? mendTabs(page.current) : undefined), []);
  return (
    <main ref={page} className="explorer" inert={!isReady} aria-busy={!isReady}>
      <h1 className="explorer-title">GraphiQL</h1>
      <GraphiQL
        fetcher={fetcher}
        schema={schema}
        defaultQuery={DEFAULT_QUERY}
        defaultTabs={examples}
        defaultEditorToolsVisibility="variables"
        isHeadersEditorEnabled={false}
        shouldPersistHeaders={false}
        storage={tabStorage}
        forcedTheme={theme}
      >
        <GraphiQL.Logo>
          <OrganizationBar />
          <Readiness tell={setReady} />
        </GraphiQL.Logo>
      </GraphiQL>
    </main>
  );
}

/** Tells whether both editors are there: GraphiQL does nothing, and says nothing, when a query is run before. */
function Readiness({ tell }: { tell: (isReady: boolean) => void }) {
  const isReady = useGraphiQL(({ queryEditor, responseEditor }) => Boolean(queryEditor && responseEditor));
  useEffect(() => tell(isReady), [tell, isReady]);
  return null;
}
