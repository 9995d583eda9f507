import { ApolloClient, ApolloLink, gql } from "@apollo/client";
import { describe, expect, it } from "vitest";
import { createCache } from "../../src/console/api/cache.js";
import { type Changing, forgetLists, keptPages, renewed, tellCache } from "../../src/console/parts/kept-pages.js";

interface Row {
  __typename: "OAuthApplication";
  id: string;
  name: string;
}

const fragment = gql`
  fragment NamedRow on OAuthApplication {
    id
    name
  }
`;

const CHANGING: Changing<Row> = {
  fragment,
  fragmentName: "NamedRow",
  in: (row) => row,
  with: (_, row) => row as Row,
};

const row = (id: string, name: string): Row => ({ __typename: "OAuthApplication", id, name });
const pageOf = (...nodes: Row[]) => ({ nodes, next: null, after: "after", askedAt: 0 });

function newClient() {
  const defaultOptions = { mutate: { errorPolicy: "all" }, watchQuery: { errorPolicy: "all" } } as const;
  return new ApolloClient({ cache: createCache(), link: ApolloLink.empty(), defaultOptions });
}

/** What the cache learns of an application on another page. */
function learn({ cache }: ApolloClient, data: Row): void {
  cache.writeFragment({ fragment, data });
}

describe("the pages that a list keeps", () => {
  it("are another client's never, and none any more once their list has become another one", () => {
    const [one, other] = [newClient(), newClient()];
    keptPages<Row>(one, "list").set("after", pageOf(row("app_1", "Shop")));
    expect(keptPages(one, "list").size).toBe(1);
    expect(keptPages(one, "another list").size).toBe(0);
    expect(keptPages(other, "list").size).toBe(0);
    forgetLists(one, "oauthApplications");
    expect(keptPages(one, "list").size).toBe(0);
  });

  it("are those of the lists that were looked at last", () => {
    const client = newClient();
    for (const list of Array.from({ length: 20 }, (_, position) => String(position))) {
      keptPages<Row>(client, list).set("after", pageOf());
      keptPages<Row>(client, "0").set("after", pageOf());
    }
    expect(["0", "1", "19"].map((list) => keptPages(client, list).size)).toEqual([1, 0, 1]);
  });

  it("show what was changed since, and leave as they came what nobody has looked at", () => {
    const client = newClient();
    learn(client, row("app_1", "Shop, renamed"));
    const [page] = renewed([pageOf(row("app_1", "Shop"), row("app_2", "Export"))], client, CHANGING, {});
    expect(page?.nodes.map(({ name }) => name)).toEqual(["Shop, renamed", "Export"]);
  });

  it("are never older than what the cache holds, which takes no row that it did not hold before", () => {
    const client = newClient();
    learn(client, row("app_1", "Shop"));
    const came = pageOf(row("app_1", "Shop, renamed by somebody else"), row("app_2", "Export"));
    tellCache(came, client, CHANGING, {});
    expect(renewed([came], client, CHANGING, {})).toEqual([came]);
    expect(Object.keys(client.cache.extract() as object).filter((key) => key.includes("app_"))).toEqual([
      "OAuthApplication:app_1",
    ]);
  });
});
