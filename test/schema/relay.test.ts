import { execFile } from "node:child_process";
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { buildSchema, type GraphQLInterfaceType } from "graphql";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestGateway, type TestGateway, type TestOrganization } from "../support/gateway/gateway.js";
import { addedMember } from "../support/organization/members.js";

const ROOT = join(import.meta.dirname, "..", "..");
const FRONT_END = join(ROOT, "test", "relay");

const run = promisify(execFile);

/** What a published schema could become that Relay does not take. */
const REFUSED: [name: string, from: string | RegExp, to: string, complaint: RegExp][] = [
  ["a type that is no node", "type Member implements Node", "type Member", /@refetchable/],
  ["a query without node", /"""\n {2}Whatever has this[^"]*"""\n {2}node\([^)]*\): Node\n/, "", /node/],
  [
    "a page without pageInfo",
    /(type OAuthApplicationConnection \{[^}]*?) {2}"""[^"]*"""\n {2}pageInfo: PageInfo!\n/,
    "$1",
    /pageInfo/,
  ],
  ["a list that cannot be paged", /(oauthApplications\([^)]*?)after: String/, "$1behind: String", /after/],
];

describe("Relay", () => {
  let folder: string;
  let schema: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "gateway-relay-"));
    schema = await readFile(join(ROOT, "schema.graphql"), "utf8");
  });
  afterAll(() => rm(folder, { recursive: true }));

  /** Compiles the front end against a schema; answers the folder of its artifacts. */
  async function compile(name: string, sdl: string): Promise<string> {
    const copy = join(folder, name, "test", "relay");
    await mkdir(copy, { recursive: true });
    for (const file of ["operations.js", "relay.config.json"]) await copyFile(join(FRONT_END, file), join(copy, file));
    await writeFile(join(folder, name, "schema.graphql"), sdl);
    await run(process.execPath, [join(FRONT_END, "node_modules/relay-compiler/cli.js")], { cwd: copy });
    return join(copy, "__generated__");
  }

  it.each(REFUSED)("would not compile with %s", async (name, from, to, complaint) => {
    const changed = schema.replace(from, to);
    expect(changed).not.toBe(schema);
    await expect(compile(name, changed)).rejects.toMatchObject({ stderr: expect.stringMatching(complaint) });
  });

  describe("with its compiler's artifacts from schema.graphql", () => {
    let gateway: TestGateway;
    let organization: TestOrganization;
    let ids: Record<string, string>;
    // biome-ignore lint/suspicious/noExplicitAny: it is what the program printed.
    let seen: any;

    beforeAll(async () => {
      gateway = await startTestGateway("sqlite");
      organization = await gateway.organization();
      const { owner } = organization;
      for (const letter of ["H", "G", "F", "E", "D", "C", "B"]) await owner.createApplication({ name: letter });
      const { id } = await owner.createApplication({ name: "A" });
      await owner.rotate(id, { previousSecret: "REVOKE" });
      await owner.rotate(id, { previousSecret: "KEEP" });
      const data = await owner.ok(
        "query ($id: ID!) { apiTokens(first: 1) { nodes { id } } auditEvents(first: 1) { nodes { id } } oauthApplication(id: $id) { secrets { id } } }",
        { id },
      );
      ids = {
        Organization: organization.id,
        OAuthApplication: id,
        ClientSecret: data.oauthApplication.secrets[0].id,
        ApiToken: data.apiTokens.nodes[0].id,
        Member: await addedMember(owner, { subject: "someone" }),
        AuditEvent: data.auditEvents.nodes[0].id,
      };
      const artifacts = await compile("as published", schema);
      const endpoint = `${gateway.url}/graphql`;
      const program = [join(FRONT_END, "program.js"), artifacts, endpoint, owner.token ?? "", JSON.stringify(ids)];
      seen = JSON.parse((await run(process.execPath, program)).stdout);
    });
    afterAll(() => gateway.stop());

    it("pages through the applications and keeps the pages together", () => {
      expect(seen.list).toEqual({ sizes: [3, 6, 8], names: ["A", "B", "C", "D", "E", "F", "G", "H"] });
    });

    it("pages through a list behind a node", () => {
      expect(seen.history).toEqual({
        sizes: [2, 3],
        actions: ["client_secret.rotated", "client_secret.rotated", "oauth_application.created"],
      });
    });

    it("reads the other lists", () => {
      expect(seen.others).toEqual([true, true, true]);
    });

    it("fetches an object of every type that is a node again, by its id", () => {
      const { Node } = buildSchema(schema).getTypeMap();
      const types = buildSchema(schema).getPossibleTypes(Node as GraphQLInterfaceType);
      expect(Object.keys(seen.nodes).toSorted()).toEqual(types.map(({ name }) => name).toSorted());
      expect(seen.nodes).toMatchObject({
        Organization: { id: ids.Organization, slug: organization.slug },
        OAuthApplication: { id: ids.OAuthApplication, name: "A" },
        ClientSecret: { id: ids.ClientSecret, status: "CURRENT" },
        ApiToken: { id: ids.ApiToken, role: "OWNER" },
        Member: { id: ids.Member, subject: "someone" },
        AuditEvent: { id: ids.AuditEvent, action: "client_secret.rotated", details: { previousSecret: "KEEP" } },
      });
    });

    it("shows what a mutation registers and deletes without fetching the list again", () => {
      expect(seen.changes).toEqual({
        ...{ added: "From Relay", left: false, requests: 2 },
        secret: expect.stringMatching(/^ogs_\w{49}$/),
      });
    });
  });
});
