import { randomBytes } from "node:crypto";
import { type EntityManager, In } from "typeorm";
import type { Database } from "../database/database.js";
import type { Actor } from "../model/actor.js";
import { DomainError } from "../model/domain-error.js";
import { ID_PREFIX, isClientId, newId, prefixOf } from "../model/identifier.js";
import {
  type CreateOAuthApplicationInput,
  type DeleteOAuthApplicationInput,
  type UpdateOAuthApplicationInput,
} from "../model/inputs/oauth-application.inputs.js";
import { type OAuthApplicationsArgs } from "../model/inputs/oauth-application-list.inputs.js";
import { GrantType, OAuthApplication } from "../model/oauth-application.js";
import { Organization } from "../model/organization.js";
import { Permission } from "../model/permission.js";
import { RetiredClientId } from "../model/retired-client-id.js";
import type { AccessTokens } from "./access-tokens.js";
import { beginChange, turnOf } from "./application-changes.js";
import { orderOf, whereFilter } from "./application-list.js";
import { changedFields, changedSettings, newSettings, plainHttpUris } from "./application-settings.js";
import { recordAuditEvent } from "./audit-events.js";
import type { ClientSecrets } from "./client-secrets.js";
import type { Clock } from "./clock.js";
import { demandLiveActor } from "./live-actor.js";
import type { Members } from "./members.js";
import { type Page, paginate } from "./paging.js";
import { demand } from "./permissions.js";
import { validateInput } from "./validation.js";

/** An application and, when one was issued with it, its first secret in plaintext. */
export interface CreatedApplication {
  oauthApplication: OAuthApplication;
  clientSecret: string | null;
}

export class OAuthApplications {
  constructor(
    private readonly database: Database,
    private readonly clientSecrets: ClientSecrets,
    private readonly members: Members,
    private readonly accessTokens: AccessTokens,
    private readonly clock: Clock,
  ) {}

  async list(actor: Actor, args: OAuthApplicationsArgs): Promise<Page<OAuthApplication>> {
    demand(actor, Permission.APPLICATION_READ);
    validateInput(args);
    const applications = this.database.read
      .createQueryBuilder(OAuthApplication, "application")
      .where("application.organizationId = :organizationId", { organizationId: actor.organizationId });
    whereFilter(applications, actor, args.filter ?? {}, this.clock());
    return paginate(
      { query: applications, alias: "application", prefix: ID_PREFIX.oauthApplication },
      orderOf(args.orderBy),
      args,
    );
  }

  /** By id or by client id; null for what does not exist and for another organization's alike. */
  async get(actor: Actor, key: { id: string } | { clientId: string }): Promise<OAuthApplication | null> {
    demand(actor, Permission.APPLICATION_READ);
    if ("clientId" in key ? !isClientId(key.clientId) : prefixOf(key.id) === undefined) return null;
    return this.database.read.findOneBy(OAuthApplication, { ...key, organizationId: actor.organizationId });
  }

  /** Several by id, in their order, in one statement; null for what is not there. */
  async getMany(actor: Actor, ids: readonly string[]): Promise<(OAuthApplication | null)[]> {
    demand(actor, Permission.APPLICATION_READ);
    const found = await this.database.read.findBy(OAuthApplication, {
      id: In(ids),
      organizationId: actor.organizationId,
    });
    const byId = new Map(found.map((application) => [application.id, application]));
    return ids.map((id) => byId.get(id) ?? null);
  }

  async create(actor: Actor, input: CreateOAuthApplicationInput): Promise<CreatedApplication> {
    demand(actor, Permission.APPLICATION_WRITE);
    validateInput(input);
    return this.database.write(async (manager) => {
      const now = this.clock();
      await demandLiveActor(manager, actor, now);
      await demandHttpAllowed(manager, actor, plainHttpUris(input));
      const application = manager.create(OAuthApplication, {
        ...newSettings(input),
        id: newId(ID_PREFIX.oauthApplication, now),
        organizationId: actor.organizationId,
        clientId: randomBytes(16).toString("hex"),
        version: 1,
        createdByKind: actor.kind,
        createdById: actor.id,
        updatedAt: new Date(now),
      });
      await manager.insert(OAuthApplication, application);
      const issued = application.public ? null : await this.clientSecrets.issue(manager, application, now);
      await recordAuditEvent(manager, actor, now, "oauth_application.created", application.id, {
        secretId: issued?.secret.id ?? null,
      });
      return { oauthApplication: application, clientSecret: issued?.plaintext ?? null };
    });
  }

  async update(actor: Actor, input: UpdateOAuthApplicationInput): Promise<OAuthApplication> {
    demand(actor, Permission.APPLICATION_WRITE);
    validateInput(input);
    return this.database.write(
      async (manager) => {
        const { application: before, now } = await beginChange(manager, actor, input, this.clock);
        await demandHttpAllowed(manager, actor, plainHttpUris(input));
        const settings = changedSettings(input, before);
        await manager.update(OAuthApplication, { id: before.id }, settings);
        const becamePublic = settings.public && !before.public;
        // Tokens end for good: whoever held one when the application was stopped shall not have it back.
        const { CLIENT_CREDENTIALS } = GrantType;
        const lostGrant =
          before.grantTypes.includes(CLIENT_CREDENTIALS) && !settings.grantTypes.includes(CLIENT_CREDENTIALS);
        if (!settings.enabled || becamePublic || lostGrant) {
          await this.members.revokeIssuedByApplication(manager, actor, before.id, now);
          await this.accessTokens.revokeAll(manager, before.id);
        }
        const revokedSecretIds = becamePublic ? await this.revokeSecrets(manager, before.id, now) : [];
        await recordAuditEvent(manager, actor, now, "oauth_application.updated", before.id, {
          changed: changedFields(before, settings),
          ...(becamePublic ? { revokedSecretIds } : {}),
        });
        return manager.create(OAuthApplication, { ...before, ...settings });
      },
      turnOf(actor, input),
    );
  }

  /** Deletes an application and its secrets; its audit events stay. Answers the id. */
  async delete(actor: Actor, input: DeleteOAuthApplicationInput): Promise<string> {
    demand(actor, Permission.APPLICATION_DELETE);
    validateInput(input);
    return this.database.write(
      async (manager) => {
        const { application, now } = await beginChange(manager, actor, input, this.clock);
        const { id, clientId, organizationId } = application;
        await this.members.removeApplication(manager, actor, id, now);
        await manager.delete(OAuthApplication, { id });
        await manager.upsert(RetiredClientId, { clientId, organizationId }, ["clientId"]);
        await recordAuditEvent(manager, actor, now, "oauth_application.deleted", id, { clientId });
        return id;
      },
      turnOf(actor, input),
    );
  }

  private async revokeSecrets(manager: EntityManager, id: string, now: number): Promise<string[]> {
    return this.clientSecrets.revoke(manager, await this.clientSecrets.usable(manager, id, now), now);
  }
}

async function demandHttpAllowed(manager: EntityManager, actor: Actor, fields: string[]): Promise<void> {
  const [field] = fields;
  if (field === undefined) return;
  const organization = await manager.findOneByOrFail(Organization, { id: actor.organizationId });
  if (organization.allowHttpRedirectUris) return;
  throw DomainError.invalidField(
    field,
    "plainHttp",
    `${field} must use https: http on other hosts than loopback needs the organization's allowHttpRedirectUris`,
  );
}
