import { randomUUID } from "node:crypto";
import { ID_PREFIX, newId } from "../../src/model/identifier.js";
import type { BroughtSecret } from "../../src/services/imports/brought-client.js";
import type { TestGateway, TestOrganization } from "../support/gateway/gateway.js";
import { GraphqlClient } from "../support/gateway/graphql-client.js";
import { basic, postAs, postForm, requestToken } from "../support/oauth/oauth-endpoints.js";
import { listEvents } from "../support/organization/audit-events.js";
import { broughtClient, importClient } from "../support/organization/brought-clients.js";
import type { carrying } from "../support/organization/carried-secrets.js";
import { Lines } from "./lines.js";
import { Promises } from "./promises.js";
import type { Line, Origin, Outcome, Reference, Step } from "./reference.js";

export const PURPOSES = ["verification", "token", "introspection", "revocation"] as const;
export type Purpose = (typeof PURPOSES)[number];

/** Two gateways over one database, and the clock from which theirs are apart. */
export interface Pair {
  clock: { now: number; apart: number };
  gateways: [TestGateway, TestGateway];
  organization: Pick<TestOrganization, "id">;
  carried: Awaited<ReturnType<typeof carrying>>;
  tokens: Record<"developer" | "owner", string>;
}

const SEEN = `oauthApplication { version enabled public hasRotatedSecret
  secrets { id imported status expiresAt revokedAt firstUsedAt lastUsedAt }
  rotation { reason endsAt confirmBy confirmedAt } }`;

const MUTATIONS = {
  rotate: ["rotateSecret", "RotateSecretInput", `clientSecret replayed secret { id } ${SEEN}`],
  again: ["rotateSecret", "RotateSecretInput", `clientSecret replayed secret { id } ${SEEN}`],
  update: ["updateSecretRotation", "UpdateSecretRotationInput", SEEN],
  complete: ["completeSecretRotation", "CompleteSecretRotationInput", SEEN],
  cancel: ["cancelSecretRotation", "CancelSecretRotationInput", SEEN],
  set: ["updateOAuthApplication", "UpdateOAuthApplicationInput", SEEN],
  delete: ["deleteOAuthApplication", "DeleteOAuthApplicationInput", "deletedId"],
} as const;

/** One application, asked over HTTP at either gateway, beside its reference. */
export class Subject {
  private readonly promises = new Promises();
  private readonly secrets: { id: string; plaintext: string }[] = [];
  private repeated: { as: Step["as"]; input: Record<string, unknown>; plaintext: string } | undefined;

  private constructor(
    private readonly pair: Pair,
    private readonly id: string,
    private readonly clientId: string,
    private readonly lines: Lines,
  ) {}

  static async create(pair: Pair, settings: Record<string, unknown>, origin: Origin, previousEnd: number | null) {
    const { gateways, tokens } = pair;
    const lines = new Lines(origin, previousEnd);
    if (origin !== "registered") {
      const id = newId(ID_PREFIX.oauthApplication, pair.clock.now);
      const subject = new Subject(pair, id, randomUUID(), lines);
      await subject.arrive(0, lines.first(subject.exported), { id, settings });
      return subject;
    }
    const { createOAuthApplication: created } = await new GraphqlClient(gateways[0].url, tokens.owner).ok(
      `mutation ($input: CreateOAuthApplicationInput!) {
        createOAuthApplication(input: $input) { clientSecret oauthApplication { id clientId secrets { id } } } }`,
      { input: { name: "Subject", grantTypes: ["CLIENT_CREDENTIALS"], ...settings } },
    );
    const { id, clientId, secrets } = created.oauthApplication;
    const subject = new Subject(pair, id, clientId, lines);
    subject.secrets.push({ id: secrets[0].id, plaintext: created.clientSecret });
    return subject;
  }

  now(where: 0 | 1): number {
    return this.pair.gateways[where].now();
  }

  advance(milliseconds: number): void {
    this.pair.clock.now += milliseconds;
  }

  /** Does a step. Answers how it ended and, when it was done, what it shows of the application. */
  async step(where: 0 | 1, step: Step, version: number): Promise<{ outcome: Outcome; seen?: unknown; told?: unknown }> {
    const isAgain = step.do === "again";
    const as = isAgain ? (this.repeated?.as ?? "owner") : step.as;
    const input = isAgain ? this.repeated?.input : this.inputOf(step, version);
    const [mutation, type, selection] = MUTATIONS[step.do];
    const { data, errors } = await this.asked(where, as).send(
      `mutation ($input: ${type}!) { ${mutation}(input: $input) { ${selection} } }`,
      { input },
    );
    if (errors.length > 0) return { outcome: errors[0]?.extensions.code as Outcome };
    const payload = data[mutation];
    if (step.do !== "again") this.promises.stepped(step.do === "delete" || (step.do === "set" && step.public === true));
    if (step.do === "rotate") {
      this.secrets.push({ id: payload.secret.id, plaintext: payload.clientSecret });
      if (step.keyed) this.repeated = { as, input: input ?? {}, plaintext: payload.clientSecret };
    }
    const told = isAgain
      ? {
          replayed: payload.replayed,
          n: this.secrets.findIndex(({ id }) => id === payload.secret.id),
          shown: payload.clientSecret === null ? null : payload.clientSecret === this.repeated?.plaintext,
        }
      : undefined;
    return { outcome: "done", told, seen: step.do === "delete" ? null : this.seen(where, payload.oauthApplication) };
  }

  /** What a gateway shows; null when it was deleted. `listed`: whether lists find it as one with two secrets. */
  async look(where: 0 | 1) {
    const { oauthApplication, listed } = await this.asked(where, "owner").ok(
      `query ($id: ID!, $clientId: String!) { oauthApplication(id: $id) { ...Seen }
        listed: oauthApplications(filter: { query: $clientId, hasRotatedSecret: true }) { totalCount } }
      fragment Seen on OAuthApplication ${SEEN.slice(SEEN.indexOf("{"))}`,
      { id: this.id, clientId: this.clientId },
    );
    const seen = oauthApplication && this.seen(where, oauthApplication);
    return { seen, listed: listed.totalCount === 1 };
  }

  /** Presents a secret. Answers whether it was let in. */
  async use(where: 0 | 1, n: number, purpose: Purpose, { enabled, public: isPublic, deleted }: Reference) {
    const { url, gateway } = this.pair.gateways[where];
    const client = { clientId: this.clientId, clientSecret: this.secrets[n]?.plaintext ?? "" };
    let isIn: boolean;
    let isCurrent = false;
    if (purpose === "verification") {
      const { active, secret } = await this.asked(where, "owner").verify(client.clientId, client.clientSecret);
      if (active && secret?.id !== this.secrets[n]?.id) throw new Error("It was taken for another secret.");
      isIn = active;
      isCurrent = secret?.status === "CURRENT";
    } else {
      const path = purpose === "introspection" ? "introspect" : "revoke";
      const { status } = await (purpose === "token"
        ? requestToken(url, client)
        : postAs(`${url}/oauth/${path}`, client, { token: "none" }));
      if (status !== 200 && status !== 401) throw new Error(`HTTP ${status}`);
      isIn = status === 200;
    }
    // What is written behind the answer counts for the other gateway about a second later.
    await gateway.services.drain();
    if (isIn) this.promises.accepted(n, isCurrent);
    else if (enabled && !isPublic && !deleted) this.promises.refused(n);
    return isIn;
  }

  /** Asks for the next secret with one of the application's own. */
  async rotateItself(where: 0 | 1, n: number, within: number): Promise<string> {
    const { url, gateway } = this.pair.gateways[where];
    const clientSecret = this.secrets[n]?.plaintext ?? "";
    const { status, json } = await postForm(
      `${url}/oauth/client_secret`,
      { confirm_within_seconds: String(within) },
      { authorization: basic(this.clientId, clientSecret), "idempotency-key": `"${randomUUID()}"` },
    );
    await gateway.services.drain();
    if (status !== 200) return { 401: "refused", 400: "off", 409: "open" }[status] ?? `HTTP ${status}`;
    this.promises.stepped(false);
    // Not the first of the list: two of one millisecond stand in any order.
    const [id = ""] = await this.unknownSecrets(where);
    this.secrets.push({ id, plaintext: json.client_secret });
    return "done";
  }

  /** Imports a line of its client, which leaves the settings as they are. Answers whether secrets came. */
  async bring(where: 0 | 1, line: Line): Promise<boolean> {
    return this.arrive(where, this.lines.later(line), { settings: { grantTypes: undefined } });
  }

  private readonly exported: Parameters<Lines["first"]>[0] = (text, issuedAgo, usedAgo) => {
    const { clock, carried } = this.pair;
    const usedAt = new Date(clock.now - usedAgo);
    const uses = { firstUsedAt: usedAt, lastUsedAt: usedAt, useCount: 9, usesBeforeRotation: 3 };
    return carried(this.id, text, clock.now - issuedAgo, uses);
  };

  private async arrive(
    where: 0 | 1,
    secrets: BroughtSecret[],
    more: { id?: string; settings: object },
  ): Promise<boolean> {
    const { gateways, organization } = this.pair;
    const client = broughtClient({ clientId: this.clientId, secrets, leavesMethod: true, ...more });
    // Each differs from the last one.
    const options = { source: this.lines.source, line: randomUUID() };
    const { result, reason } = await importClient(gateways[where], organization, client, options);
    if (result === "refused") throw new Error(reason);
    if (result === "unchanged") return false;
    const came = (await this.unknownSecrets(where)).sort();
    const texts = this.lines.textsOf(secrets, came.length);
    this.secrets.push(...came.map((id, place) => ({ id, plaintext: texts[place] ?? "" })));
    return came.length > 0;
  }

  /** The ids of secrets that are not among the known ones. */
  private async unknownSecrets(where: 0 | 1): Promise<string[]> {
    const { oauthApplication } = await this.asked(where, "owner").ok(
      "query ($id: ID!) { oauthApplication(id: $id) { secrets { id } } }",
      { id: this.id },
    );
    const known = this.secrets.map(({ id }) => id);
    return oauthApplication.secrets.map(({ id }: { id: string }) => id).filter((id: string) => !known.includes(id));
  }

  /** What was recorded, in the order of letters, without what is recorded at most once a minute. */
  async events(): Promise<string[]> {
    const events = await listEvents(this.asked(0, "owner"), { targetId: this.id });
    const rare = ["client_secret.used_after_retirement", "client_secret.rotation_contested"];
    return events
      .map(({ action }) => action)
      .filter((action) => !rare.includes(action))
      .sort();
  }

  private asked(where: 0 | 1, as: Step["as"]): GraphqlClient {
    return new GraphqlClient(this.pair.gateways[where].url, this.pair.tokens[as]);
  }

  private inputOf(step: Step, version: number): Record<string, unknown> {
    const expectedVersion = { any: undefined, seen: version, other: version + 1 }[step.version];
    const common = { oauthApplicationId: this.id, expectedVersion };
    switch (step.do) {
      case "rotate": {
        const { policy: previousSecret, overlap: overlapSeconds, within: confirmWithinSeconds, keyed } = step;
        const idempotencyKey = keyed ? randomUUID() : undefined;
        return { ...common, previousSecret, overlapSeconds, confirmWithinSeconds, idempotencyKey };
      }
      case "update": {
        const { overlap: overlapSeconds, within: confirmWithinSeconds, force } = step;
        return { ...common, overlapSeconds, confirmWithinSeconds, force };
      }
      case "set": {
        const { enabled, public: isPublic, ownerOnly: ownerOnlySecretRotation } = step;
        const grantTypes = isPublic === undefined ? undefined : isPublic ? [] : ["CLIENT_CREDENTIALS"];
        return { ...common, enabled, public: isPublic, grantTypes, ownerOnlySecretRotation };
      }
      default:
        return "force" in step ? { ...common, force: step.force } : common;
    }
  }

  // biome-ignore lint/suspicious/noExplicitAny: an answer of GraphQL.
  private seen(where: 0 | 1, { secrets, rotation, ...application }: any) {
    const moment = (text: string | null) => (text === null ? null : Date.parse(text));
    const shown = secrets
      // biome-ignore lint/suspicious/noExplicitAny: an answer of GraphQL.
      .map(({ id, imported, status, ...moments }: any) => ({
        n: this.secrets.findIndex((known) => known.id === id),
        imported,
        status,
        ...Object.fromEntries(Object.entries(moments).map(([name, text]) => [name, moment(text as string | null)])),
      }))
      .sort((one: { n: number }, other: { n: number }) => one.n - other.n);
    const working = shown.filter(({ status }: { status: string }) => status === "CURRENT" || status === "PREVIOUS");
    this.promises.shown(
      where,
      working.map(({ n }: { n: number }) => n),
    );
    const { reason, ...ends } = rotation ?? {};
    return {
      ...application,
      secrets: shown,
      rotation: rotation && {
        reason,
        ...Object.fromEntries(Object.entries(ends).map(([name, text]) => [name, moment(text as string | null)])),
      },
    };
  }
}
