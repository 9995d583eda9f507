import { type Command, Option } from "commander";
import { DomainError } from "../model/domain-error.js";
import { ID_PREFIX, prefixOf } from "../model/identifier.js";
import { AddMemberInput, RemoveMemberInput } from "../model/inputs/member.inputs.js";
import { MAX_PAGE_SIZE, PageArgs } from "../model/inputs/page.inputs.js";
import type { Member } from "../model/member.js";
import { Role } from "../model/permission.js";
import { commandLineActor } from "../services/actors/built-in-actors.js";
import type { Page } from "../services/paging.js";
import { actorFor, ORIGIN, withServices } from "./opened-services.js";
import { printJson, type Terminal } from "./terminal.js";

interface Addition {
  organization: string;
  subject?: string;
  email?: string;
  application?: string;
  name?: string;
  role: Role;
}

/** The commands `member add`, `member list` and `member remove`, by which the first user needs no GraphQL. */
export function addMemberCommands(program: Command, io: Terminal): void {
  const member = program.command("member").description("users and service accounts of an organization");

  member
    .command("add")
    .description("make a user or an application a member, with one of --subject, --email, --application; prints its id")
    .requiredOption("--organization <slug>", "the organization")
    .addOption(new Option("--subject <sub>", "a user's `sub` at OIDC_ISSUER").conflicts(["email", "application"]))
    .addOption(new Option("--email <address>", "a user whose `sub` is not known").conflicts("application"))
    .option("--application <id>", "an application (`app_…`) with the grant CLIENT_CREDENTIALS, as a service account")
    .addOption(new Option("--role <role>", "what the member may do").choices(Object.values(Role)).makeOptionMandatory())
    .option("--name <name>", "the name people read; by default the application's, the subject or the address")
    .action(({ organization, application, subject, email, name, role }: Addition, command: Command) => {
      if (subject === undefined && email === undefined && application === undefined) {
        command.error("error: --subject, --email or --application must be given");
      }
      if (application !== undefined && prefixOf(application) !== ID_PREFIX.oauthApplication) {
        command.error("error: --application must be an application's id (app_…), not its client id");
      }
      return withServices(io, async (services) => {
        const asked = { oauthApplicationId: application, subject, email, name, role };
        const input = Object.assign(new AddMemberInput(), asked);
        const actor = await actorFor(services, organization);
        io.print((await services.members.add(actor, input)).id);
        const added =
          application === undefined ? null : await services.oauthApplications.get(actor, { id: application });
        if (added?.enabled === false) {
          io.writeError("The application is disabled: as a member it can do nothing until it is enabled.\n");
        }
      });
    });

  member
    .command("list")
    .description("list the members of an organization, newest first, as JSON lines")
    .requiredOption("--organization <slug>", "the organization")
    .action(({ organization }: { organization: string }) =>
      withServices(io, async (services) => {
        const actor = await actorFor(services, organization);
        for (let after: string | undefined, hasNextPage = true; hasNextPage; ) {
          const args = Object.assign(new PageArgs(), { first: MAX_PAGE_SIZE, after });
          const { items, ...page }: Page<Member> = await services.members.list(actor, args);
          for (const { id, kind, name, role, subject, email, isPending, createdAt } of items) {
            const known = isPending ? null : subject;
            printJson(io, { id, kind, name, role, subject: known, email, pending: isPending, createdAt });
          }
          const last = items.at(-1);
          after = last && page.cursorOf(last);
          ({ hasNextPage } = page);
        }
      }),
    );

  member
    .command("remove <id>")
    .description("end a membership and stop the API tokens that the member issued, at once; prints its id")
    .action((id: string) =>
      withServices(io, async ({ members }) => {
        const organizationId = await members.organizationIdOf(id);
        if (organizationId === null) throw DomainError.notFound("Member");
        const input = Object.assign(new RemoveMemberInput(), { memberId: id });
        io.print(await members.remove(commandLineActor(organizationId, ORIGIN), input));
      }),
    );
}
