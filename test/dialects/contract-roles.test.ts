// Too long for a quick run.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Permission, permissionsOf, Role } from "../../src/model/permission.js";
import {
  type ContractRole,
  callsOf,
  contractOrganization,
  expectRefused,
  isGood,
} from "../support/dialects/contracts/contract-organization.js";
import { CONTRACTS } from "../support/dialects/contracts/contracts.js";
import type { TestGateway } from "../support/gateway/gateway.js";
import { startOauthGateway } from "../support/oauth/oauth-endpoints.js";
import { serviceAccount } from "../support/organization/members.js";

/** Who may do what in every dialect. */
const ALLOWED: Record<string, ContractRole[]> = {
  list: ["viewer", "developer", "admin", "owner"],
  get: ["viewer", "developer", "admin", "owner"],
  create: ["developer", "admin", "owner"],
  update: ["developer", "admin", "owner"],
  rotate: ["developer", "admin", "owner"],
  end: ["developer", "admin", "owner"],
  delete: ["admin", "owner"],
};

/** On SQLite alone: rights are decided before a database is asked, and both do in other files what is allowed. */
describe("on SQLite", () => {
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await startOauthGateway("sqlite");
  });
  afterAll(() => gateway.stop());

  describe.each(CONTRACTS)("$dialect", (contract) => {
    const open = () => contractOrganization(gateway, contract);

    describe.each(callsOf(contract))("%s", (title, call) => {
      const allowed = ALLOWED[title.split(" ")[0] ?? ""] ?? [];

      /** A call that would succeed; ending needs something to end. */
      async function prepared() {
        const organization = await open();
        const application = await organization.application();
        if (title.startsWith("end")) await organization.owner.rotate(application.id, { previousSecret: "KEEP" });
        return { ...organization, created: application };
      }

      it.each(["viewer", "developer", "admin", "owner"] as const)("is for those who may: %s", async (role) => {
        const { created, call: send, as, admin } = await prepared();
        const answer = await send(call, created.key, as(role));
        if (allowed.includes(role)) {
          expect(answer.status, answer.text).toBe(call.status);
          return;
        }
        expectRefused(contract, answer, { status: 403 });
        expect((await send(contract.get, created.key)).status).toBe(200);
        expect(await isGood(gateway, admin, created.clientId, created.clientSecret)).toBe(true);
      });

      it("wants each permission that it needs, and no other one", async () => {
        const { created, call: send, narrowed, admin } = await prepared();
        for (const lacking of call.needs) {
          const permissions = permissionsOf(Role.OWNER).filter((permission) => permission !== lacking);
          const answer = await send(call, created.key, await narrowed(Role.OWNER, permissions));
          expectRefused(contract, answer, { status: 403 });
          expect(answer.text).toContain(lacking);
        }
        expect(await isGood(gateway, admin, created.clientId, created.clientSecret)).toBe(true);
        const answer = await send(call, created.key, await narrowed(Role.OWNER, call.needs));
        expect(answer.status, answer.text).toBe(call.status);
      });

      it("says to whom it is forbidden nothing of what exists", async () => {
        const { created, call: send, narrowed } = await prepared();
        const nobody = await narrowed(Role.OWNER, [Permission.AUDIT_READ]);
        const own = await send(call, created.key, nobody);
        const absent = await send(call, "0123456789abcdef0123456789abcdef", nobody);
        const message = expectRefused(contract, own, { status: 403 });
        expect(expectRefused(contract, absent, { status: 403 })).toBe(message);
      });

      it("is for service accounts as for users", async () => {
        const { created, call: send, withToken, owner } = await prepared();
        const [lowest = "owner"] = allowed;
        const { signIn } = await serviceAccount(gateway, { owner }, lowest.toUpperCase() as keyof typeof Role);
        const answer = await send(call, created.key, withToken((await signIn()).token));
        expect(answer.status, answer.text).toBe(call.status);
        if (lowest === "viewer") return;
        const { signIn: signInAsViewer } = await serviceAccount(gateway, { owner }, "VIEWER");
        const refused = await send(call, created.key, withToken((await signInAsViewer()).token));
        expectRefused(contract, refused, { status: 403 });
      });
    });
  });
});
