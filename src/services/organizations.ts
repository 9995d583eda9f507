import type { EntityManager } from "typeorm";
import type { Database } from "../database/database.js";
import { isUniqueViolation } from "../database/failures.js";
import { selectOne } from "../database/select.js";
import { type Actor, ActorKind, type Origin } from "../model/actor.js";
import { DomainError } from "../model/domain-error.js";
import { ID_PREFIX, newId } from "../model/identifier.js";
import type { CreateOrganizationInput, UpdateOrganizationInput } from "../model/inputs/organization.inputs.js";
import { Organization } from "../model/organization.js";
import { Permission, permissionsOf, Role } from "../model/permission.js";
import { recordAuditEvent } from "./audit-events.js";
import type { Clock } from "./clock.js";
import { holdLiveActor, lockOrganization } from "./live-actor.js";
import { demand } from "./permissions.js";
import { validateInput } from "./validation.js";

/** Someone with a shell on the gateway's host, who may do everything in the organization they name. */
export function commandLineActor(organizationId: string, origin: Origin): Actor {
  return {
    id: "cli",
    kind: ActorKind.CLI,
    name: null,
    organizationId,
    role: Role.OWNER,
    permissions: new Set(permissionsOf(Role.OWNER)),
    isDerived: false,
    expiresAt: null,
    accessTokenDigest: null,
    clientSecretId: null,
    origin,
  };
}

export class Organizations {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** The actor's own organization. */
  async get(actor: Actor): Promise<Organization> {
    const { organizationId: id } = actor;
    const own = await selectOne(this.database.read, Organization, "WHERE id = :id", { id });
    if (!own) throw new Error("An actor's organization is gone.");
    return own;
  }

  async update(actor: Actor, input: UpdateOrganizationInput): Promise<Organization> {
    demand(actor, Permission.ORGANIZATION_WRITE);
    validateInput(input);
    return this.database.write(async (manager) => {
      await lockOrganization(manager, actor);
      const now = await holdLiveActor(manager, actor, this.clock);
      const changes = Object.fromEntries(
        Object.entries({ name: input.name, allowHttpRedirectUris: input.allowHttpRedirectUris }).filter(
          ([, value]) => value !== undefined,
        ),
      );
      const key = { id: actor.organizationId };
      if (Object.keys(changes).length > 0) await manager.update(Organization, key, changes);
      await recordAuditEvent(manager, actor, now, "organization.updated", actor.organizationId, changes);
      return manager.findOneByOrFail(Organization, key);
    }, actor.origin.patience);
  }

  /** Creates an organization from the host's command line, where no actor has rights yet. */
  async create(origin: Origin, input: CreateOrganizationInput): Promise<Organization> {
    validateInput(input);
    return this.database
      .write((manager) => this.insert(manager, origin, input))
      .catch((error: unknown) => {
        if (isUniqueViolation(error)) throw DomainError.conflict(`There is an organization with this slug already.`);
        throw error;
      });
  }

  /**
   * Creates an organization unless there is one already, and whatever it needs in the same transaction: the first
   * start, which two processes may race for. Null when there is one.
   */
  async createFirst<T>(
    origin: Origin,
    input: CreateOrganizationInput,
    equip: (manager: EntityManager, organization: Organization) => Promise<T>,
  ): Promise<T | null> {
    validateInput(input);
    return this.database.write(async (manager) => {
      if (await manager.exists(Organization)) return null;
      return equip(manager, await this.insert(manager, origin, input));
    });
  }

  async findBySlug(slug: string): Promise<Organization | null> {
    return this.database.read.findOneBy(Organization, { slug });
  }

  async all(): Promise<Organization[]> {
    return this.database.read.find(Organization, { order: { id: "ASC" } });
  }

  private async insert(manager: EntityManager, origin: Origin, input: CreateOrganizationInput): Promise<Organization> {
    const now = this.clock();
    const organization = manager.create(Organization, {
      id: newId(ID_PREFIX.organization, now),
      slug: input.slug,
      name: input.name,
      allowHttpRedirectUris: false,
    });
    await manager.insert(Organization, organization);
    const actor = commandLineActor(organization.id, origin);
    await recordAuditEvent(manager, actor, now, "organization.created", organization.id);
    return organization;
  }
}
