import type { Database } from "../../database/database.js";
import { isUniqueViolation } from "../../database/failures.js";
import type { Transaction } from "../../database/transaction.js";
import type { Actor, Origin } from "../../model/actor.js";
import { DomainError } from "../../model/domain-error.js";
import { ID_PREFIX, newId } from "../../model/identifier.js";
import type { CreateOrganizationInput, UpdateOrganizationInput } from "../../model/inputs/organization.inputs.js";
import { Organization } from "../../model/organization.js";
import { Permission } from "../../model/permission.js";
import { commandLineActor } from "../actors/built-in-actors.js";
import { holdLiveActor, lockOrganization } from "../actors/live-actor.js";
import { demand } from "../actors/permissions.js";
import type { AuditTrail } from "../audit/audit-trail.js";
import type { Clock } from "../clock.js";
import { validateInput } from "../validation.js";

/** Creates, reads and changes organizations. */
export class Organizations {
  constructor(
    private readonly database: Database,
    private readonly trail: AuditTrail,
    private readonly clock: Clock,
  ) {}

  /** The actor's own organization. */
  async get(actor: Actor): Promise<Organization> {
    const { organizationId: id } = actor;
    const own = await this.database.read.first(Organization, "WHERE id = :id", { id });
    if (!own) throw new Error("An actor's organization is gone.");
    return own;
  }

  /** Changes the actor's own organization. */
  async update(actor: Actor, input: UpdateOrganizationInput): Promise<Organization> {
    demand(actor, Permission.ORGANIZATION_WRITE);
    validateInput(input);
    return this.database.write(async (transaction) => {
      await lockOrganization(transaction, actor);
      const now = await holdLiveActor(transaction, actor, this.clock);
      const changes = Object.fromEntries(
        Object.entries({ name: input.name, allowHttpRedirectUris: input.allowHttpRedirectUris }).filter(
          ([, value]) => value !== undefined,
        ),
      );
      const key = { id: actor.organizationId };
      if (Object.keys(changes).length > 0) await transaction.update(Organization, key.id, changes);
      await this.trail.record(transaction, actor, now, "organization.updated", actor.organizationId, changes);
      return transaction.get(Organization, key);
    }, actor.origin.patience);
  }

  /**
   * Creates an organization from the command line, where there is no actor yet. Throws `conflict` for a slug that is
   * taken.
   */
  async create(origin: Origin, input: CreateOrganizationInput): Promise<Organization> {
    validateInput(input);
    return this.database
      .write((transaction) => this.insert(transaction, origin, input))
      .catch((error: unknown) => {
        if (isUniqueViolation(error)) throw DomainError.conflict(`There is an organization with this slug already.`);
        throw error;
      });
  }

  /**
   * Creates the first organization, and in the same transaction what `equip` adds. Null when there is one already, such
   * as when another process starts at the same time.
   */
  async createFirst<T>(
    origin: Origin,
    input: CreateOrganizationInput,
    equip: (transaction: Transaction, organization: Organization) => Promise<T>,
  ): Promise<T | null> {
    validateInput(input);
    return this.database.write(async (transaction) => {
      if (await transaction.exists("organizations", {})) return null;
      return equip(transaction, await this.insert(transaction, origin, input));
    });
  }

  async findBySlug(slug: string): Promise<Organization | null> {
    return this.database.read.find(Organization, { slug });
  }

  /** All organizations, oldest first, for the command line. */
  async all(): Promise<Organization[]> {
    return this.database.read.list(Organization, "ORDER BY id");
  }

  private async insert(
    transaction: Transaction,
    origin: Origin,
    input: CreateOrganizationInput,
  ): Promise<Organization> {
    const now = this.clock();
    const organization = Object.assign(new Organization(), {
      id: newId(ID_PREFIX.organization, now),
      slug: input.slug,
      name: input.name,
      allowHttpRedirectUris: false,
    });
    await transaction.insert(Organization, organization);
    const actor = commandLineActor(organization.id, origin);
    await this.trail.record(transaction, actor, now, "organization.created", organization.id);
    return organization;
  }
}
