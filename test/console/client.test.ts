import { gql } from "@apollo/client";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type Credential, createClient } from "../../src/console/api/client.js";
import { Reachability } from "../../src/console/api/reachability.js";

const UNKNOWN = { errors: [{ message: "Unknown token.", extensions: { code: "UNAUTHENTICATED" } }] };

describe("the console's client", () => {
  let credential: Credential;
  let asked: string[];
  const refused = vi.fn();
  const changed = vi.fn();
  const client = () =>
    createClient({ credential: () => credential, refused, changed, reachability: new Reachability() });
  const ask = () => client().query({ query: gql("{ schemaVersion }"), errorPolicy: "all" });

  /** A gateway that knows one token only, and answers when something else has happened. */
  function gatewayThatKnows(token: string, meanwhile = () => {}): void {
    vi.spyOn(globalThis, "fetch").mockImplementation(async (_, init) => {
      const authorization = new Headers(init?.headers).get("authorization") ?? "";
      asked.push(authorization);
      meanwhile();
      return Response.json(authorization === `Bearer ${token}` ? { data: { schemaVersion: 1 } } : UNKNOWN);
    });
  }

  beforeEach(() => {
    credential = { token: "ended" };
    asked = [];
    refused.mockClear();
    changed.mockClear();
  });
  afterEach(() => {
    vi.restoreAllMocks();
  });

  it("asks again, once, what was refused for a token that another one has replaced meanwhile", async () => {
    gatewayThatKnows("new", () => {
      credential = { token: "new" };
    });
    expect((await ask()).data).toEqual({ schemaVersion: 1 });
    expect(asked).toEqual(["Bearer ended", "Bearer new"]);
  });

  it("tells which token is refused, and asks nobody again while there is no other", async () => {
    gatewayThatKnows("new");
    expect((await ask()).error?.message).toMatch(/Unknown token/);
    expect(asked).toEqual(["Bearer ended"]);
    expect(refused).toHaveBeenCalledExactlyOnceWith("ended");
  });

  it("tells that a change was answered, and nothing of what is only read", async () => {
    gatewayThatKnows("ended");
    await ask();
    expect(changed).not.toHaveBeenCalled();
    await client().mutate({ mutation: gql("mutation { schemaVersion }") });
    expect(changed).toHaveBeenCalledOnce();
  });
});
