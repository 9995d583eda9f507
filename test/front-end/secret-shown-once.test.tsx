import { Session } from "node:inspector/promises";
import { type ApolloClient, gql, type TypedDocumentNode } from "@apollo/client";
import { screen, waitFor, within } from "@testing-library/react";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { click, openPage, submit } from "./browser.js";
import { type OwnedGateway, startOwnedGateway } from "./owned-gateway.js";
import { createApolloClient } from "./src/apollo-client.js";

const CREATE_API_TOKEN: TypedDocumentNode<{ createApiToken: { token: string } }> = gql`
  mutation { createApiToken(input: {name: "x", role: VIEWER}) { token apiToken { id hint } } }
`;
const PLAINTEXT = /ogs_[0-9A-Za-z]{49}/;

/** What is in a client's cache each time that those who watch it are told of a change, and now. */
function watchCache({ cache }: ApolloClient): () => string {
  const seen: string[] = [];
  const broadcasting = cache as unknown as { broadcastWatches(): void };
  const broadcast = broadcasting.broadcastWatches.bind(cache);
  // No spy of the test runner, which keeps what it was called with.
  broadcasting.broadcastWatches = (...options) => {
    seen.push(JSON.stringify(cache.extract(true)));
    broadcast(...options);
  };
  return () => seen.join("\n") + JSON.stringify(cache.extract(true));
}

/** How many objects of the whole process still have a text: in closures and weak maps, too, which no walk of a cache finds. */
async function objectsWith(text: string): Promise<number> {
  const session = new Session();
  session.connect();
  try {
    const { result: prototype } = await session.post("Runtime.evaluate", { expression: "Object.prototype" });
    const { objects } = await session.post("Runtime.queryObjects", { prototypeObjectId: prototype.objectId ?? "" });
    const { result } = await session.post("Runtime.callFunctionOn", {
      objectId: objects.objectId,
      arguments: [{ value: text }],
      functionDeclaration: `function (text) {
        const hasIt = (object) => {
          const properties = Object.values(Object.getOwnPropertyDescriptors(object));
          return properties.some(({ value }) => value === text);
        };
        return this.filter(hasIt).length;
      }`,
      returnByValue: true,
    });
    return result.value;
  } finally {
    session.disconnect();
  }
}

describe("a secret that is shown once", () => {
  let gateway: OwnedGateway;
  let client: ApolloClient;
  let cached: () => string;

  beforeAll(async () => {
    gateway = await startOwnedGateway();
    await gateway.owner.createApplication({ name: "Existing" });
    client = createApolloClient(gateway.url, () => gateway.token);
    cached = watchCache(client);
  });
  afterAll(() => gateway.stop());

  async function expectShownOnce(name: string): Promise<void> {
    const [secret = ""] = PLAINTEXT.exec((await screen.findByRole("status")).textContent ?? "") ?? [];
    const { clientId } = (
      await gateway.owner.ok("{ oauthApplications { nodes { name clientId } } }")
    ).oauthApplications.nodes.find((node: { name: string }) => node.name === name);
    expect(await gateway.owner.verify(clientId, secret)).toMatchObject({ active: true });
    expect(cached()).toContain(clientId);
    expect(cached()).not.toMatch(PLAINTEXT);

    expect(await objectsWith(secret)).toBeGreaterThan(0);

    await click(screen.getByRole("button", { name: "I have stored it" }));
    expect(document.documentElement.outerHTML).toContain(clientId);
    expect(document.documentElement.outerHTML).not.toMatch(PLAINTEXT);
    expect(cached()).not.toMatch(PLAINTEXT);
    // React keeps what it showed last until it has rendered again.
    await click(screen.getByRole("button", { name: "Refresh" }));
    await waitFor(() => expect(screen.getByRole("button", { name: "Refresh" })).toHaveProperty("disabled", false));
    await waitFor(async () => expect(await objectsWith(secret)).toBe(0));
  }

  it("is not left in the cache when an application is registered, and leaves the page when it is stored", async () => {
    const page = await openPage(client);
    await submit(page.getByLabelText("Name"), "New");
    await expectShownOnce("New");
  });

  it("is not left in the cache when it is rotated, and leaves the page when it is stored", async () => {
    const page = await openPage(client);
    const row = page.getByText("Existing", { selector: "strong" }).closest("li") as HTMLElement;
    await click(within(row).getByRole("button", { name: "Rotate" }));
    await expectShownOnce("Existing");
    expect(row.textContent).toContain("two secrets until");
  });

  it("arrives although who asked for it may not see all that comes with it", async () => {
    const token = await gateway.tokenOf("DEVELOPER", ["APPLICATION_READ", "APPLICATION_WRITE", "SECRET_ROTATE"]);
    const page = await openPage(createApolloClient(gateway.url, () => token));
    await submit(page.getByLabelText("Name"), "Half seen");
    expect((await page.findByRole("status")).textContent).toMatch(PLAINTEXT);
    const row = (await page.findByText("Half seen", { selector: "strong" })).closest("li") as HTMLElement;
    await click(within(row).getByRole("button", { name: "Rotate" }));
    await waitFor(() => expect(page.getAllByRole("status")).toHaveLength(2));
  });

  it("stays when more is asked for: another one, a third one that is refused, and an end of its application", async () => {
    const page = await openPage(client);
    await submit(page.getByLabelText("Name"), "Busy");
    const first = (await page.findByRole("status")).textContent;
    const row = (await page.findByText("Busy", { selector: "strong" })).closest("li") as HTMLElement;
    await click(within(row).getByRole("button", { name: "Rotate" }));
    await waitFor(() => expect(page.getAllByRole("status")).toHaveLength(2));
    const both = page.getAllByRole("status").map(({ textContent }) => textContent);
    expect(both[0]).toBe(first);
    await click(within(row).getByRole("button", { name: "Rotate" }));
    expect((await within(row).findByRole("alert")).textContent).toMatch(
      /^A rotation is open: two secrets work already\./,
    );
    await click(within(row).getByRole("button", { name: "Delete" }));
    await waitFor(() => expect(page.queryByText("Busy", { selector: "strong" })).toBeNull());
    expect(page.getAllByRole("status").map(({ textContent }) => textContent)).toEqual(both);
  });

  it("is not left by mistake: the browser asks until it is stored", async () => {
    const isAsked = () => {
      const leaving = new Event("beforeunload", { cancelable: true });
      window.dispatchEvent(leaving);
      return leaving.defaultPrevented;
    };
    const page = await openPage(client);
    expect(isAsked()).toBe(false);
    await submit(page.getByLabelText("Name"), "Left");
    await page.findByRole("status");
    await waitFor(() => expect(isAsked()).toBe(true));
    await click(page.getByRole("button", { name: "I have stored it" }));
    await waitFor(() => expect(isAsked()).toBe(false));
  });

  it("does not even pass through the cache with no-cache", async () => {
    const write = vi.spyOn(client.cache, "write");
    const { data } = await client.mutate({ mutation: CREATE_API_TOKEN, fetchPolicy: "no-cache" });
    expect(data?.createApiToken.token).toMatch(/^ogt_\w{49}$/);
    expect(write).not.toHaveBeenCalled();
    expect(cached()).not.toMatch(/og[st]_\w{49}/);
  });

  it("would stay in the cache with keepRootFields", async () => {
    const { data } = await client.mutate({ mutation: CREATE_API_TOKEN, keepRootFields: true });
    expect(cached()).toContain(data?.createApiToken.token);
  });
});
