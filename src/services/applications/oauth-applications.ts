import { APPLICATIONS } from "../../database/application-counts.js";
import type { Database } from "../../database/database.js";
import { Listing } from "../../database/listing.js";
import type { Actor } from "../../model/actor.js";
import { DomainError } from "../../model/domain-error.js";
import { ID_PREFIX, isClientId, prefixOf } from "../../model/identifier.js";
import type {
  OAuthApplicationFilter,
  OAuthApplicationSlice,
  OAuthApplicationsArgs,
} from "../../model/inputs/oauth-application-list.inputs.js";
import { MAX_PAGE_SIZE, PageArgs } from "../../model/inputs/page.inputs.js";
import type { Node } from "../../model/node.js";
import { OAuthApplication } from "../../model/oauth-application.js";
import { Permission } from "../../model/permission.js";
import { demand } from "../actors/permissions.js";
import type { Clock } from "../clock.js";
import { manyById } from "../many-by-id.js";
import { cutSlice, NEWEST_FIRST, type Page, paginate, type Slice } from "../paging.js";
import { validateInput } from "../validation.js";
import { orderOf, whereFilter } from "./list.js";

/** How many applications of a long slice are in memory at once. */
const SLICE_PAGE = 50;

/** Reads an organization's applications. */
export class OAuthApplications {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** A page of the list. Only `properties` and the id are read; the other properties of its items are undefined. */
  async list(actor: Actor, args: OAuthApplicationsArgs, properties: readonly string[]): Promise<Page<Node>> {
    demand(actor, Permission.APPLICATION_READ);
    validateInput(args);
    const list = this.listed(actor, args.filter ?? {}).reading(properties);
    return paginate(list, ID_PREFIX.oauthApplication, orderOf(args.orderBy), args);
  }

  /** By id or by client id; null when there is none or it is another organization's. */
  async get(actor: Actor, key: { id: string } | { clientId: string }): Promise<OAuthApplication | null> {
    demand(actor, Permission.APPLICATION_READ);
    if ("clientId" in key ? !isClientId(key.clientId) : prefixOf(key.id) === undefined) return null;
    const { organizationId } = actor;
    const tail = `WHERE ${"id" in key ? "id = :id" : "client_id = :clientId"} AND organization_id = :organizationId`;
    return this.database.read.first(OAuthApplication, tail, { ...key, organizationId });
  }

  /** The id of a client id, without any permission: it shows nothing more. Throws `not_found`. */
  async idOf({ organizationId }: Actor, clientId: string): Promise<string> {
    const tail = "WHERE client_id = :clientId AND organization_id = :organizationId";
    const application = isClientId(clientId)
      ? await this.database.read.first(OAuthApplication, tail, { clientId, organizationId })
      : null;
    if (!application) throw DomainError.notFound("OAuth application");
    return application.id;
  }

  /** A part of the list by its position, and the length of the whole list, for clients without cursors. */
  async slice(actor: Actor, args: OAuthApplicationSlice): Promise<Slice<OAuthApplication>> {
    demand(actor, Permission.APPLICATION_READ);
    validateInput(args);
    return cutSlice(this.listed(actor, args.filter ?? {}), orderOf(args.orderBy), args);
  }

  /**
   * As `slice`, in pages, for long parts. The ids are those of the first read; each application is as it is when its
   * page is read, and is left out when it is gone by then.
   */
  async slicePages(
    actor: Actor,
    args: OAuthApplicationSlice,
  ): Promise<{ pages: AsyncGenerator<OAuthApplication[]>; total: number }> {
    demand(actor, Permission.APPLICATION_READ);
    validateInput(args);
    const list = this.listed(actor, args.filter ?? {}).reading(["id"]);
    const { items, total } = await cutSlice(list, orderOf(args.orderBy), args);
    return {
      pages: this.pagesOf(
        actor,
        items.map(({ id }) => id),
      ),
      total,
    };
  }

  private async *pagesOf(actor: Actor, ids: string[]): AsyncGenerator<OAuthApplication[]> {
    for (let from = 0; from < ids.length; from += SLICE_PAGE) {
      const found = await this.getMany(actor, ids.slice(from, from + SLICE_PAGE));
      yield found.filter((application) => application !== null);
    }
  }

  /** All applications, newest first, in pages, for clients without paging. */
  async *all(actor: Actor): AsyncGenerator<OAuthApplication[]> {
    demand(actor, Permission.APPLICATION_READ);
    const args = Object.assign(new PageArgs(), { first: MAX_PAGE_SIZE });
    for (;;) {
      const page = await paginate(this.listed(actor, {}), ID_PREFIX.oauthApplication, NEWEST_FIRST, args);
      yield page.items;
      if (!page.hasNextPage) return;
      args.after = page.items.at(-1)?.id;
    }
  }

  /** How many applications the organization has. */
  async count(actor: Actor): Promise<number> {
    demand(actor, Permission.APPLICATION_READ);
    return (await this.listed(actor, {}).count()).items;
  }

  private listed(actor: Actor, filter: Partial<OAuthApplicationFilter>): Listing<OAuthApplication> {
    const { organizationId } = actor;
    const list = new Listing(this.database, actor, OAuthApplication);
    list.where("organization_id = :organizationId", { organizationId }).countedBy(APPLICATIONS);
    whereFilter(list, actor, filter, this.clock());
    return list;
  }

  /** Several by id, in the given order, in one statement; null where there is none. */
  async getMany(actor: Actor, ids: readonly string[]): Promise<(OAuthApplication | null)[]> {
    demand(actor, Permission.APPLICATION_READ);
    return manyById(this.database, OAuthApplication, actor, ids);
  }
}
