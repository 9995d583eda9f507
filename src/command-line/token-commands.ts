import { type Command, InvalidArgumentError, Option } from "commander";
import { DomainError } from "../model/domain-error.js";
import { CreateApiTokenInput, RevokeApiTokenInput } from "../model/inputs/api-token.inputs.js";
import { Permission, Role } from "../model/permission.js";
import { commandLineActor } from "../services/actors/built-in-actors.js";
import { actorFor, ORIGIN, withServices } from "./opened-services.js";
import { printJson, type Terminal } from "./terminal.js";

const UNIT_MS: Record<string, number> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

interface Issue {
  organization: string;
  role?: Role;
  name: string;
  permission?: Permission[];
  /** Milliseconds. */
  expiresIn?: number;
}

/** The commands `token create`, `token list` and `token revoke`. */
export function addTokenCommands(program: Command, io: Terminal): void {
  const token = program.command("token").description("API tokens");

  token
    .command("create")
    .description("issue an API token, with --role, --permission or both; prints only the token, once")
    .requiredOption("--organization <slug>", "the organization it is for")
    .addOption(
      new Option(
        "--role <role>",
        "the role whose permissions it carries; by default the lowest with all of --permission",
      ).choices(Object.values(Role)),
    )
    .option("--name <name>", "the name people read", "Command line")
    .addOption(
      new Option("--permission <permission...>", "only these permissions of the role").choices(
        Object.values(Permission),
      ),
    )
    .option("--expires-in <duration>", "when it stops: a number and s, m, h or d, such as 90d", durationOf)
    .action((options: Issue, command: Command) => {
      if (!options.role && !options.permission) command.error("error: --role or --permission must be given");
      return withServices(io, async (services) => {
        const actor = await actorFor(services, options.organization);
        const { expiresIn } = options;
        const issued = await services.apiTokens.create(
          actor,
          Object.assign(new CreateApiTokenInput(), {
            name: options.name,
            role: options.role,
            permissions: options.permission,
            expiresAt: expiresIn === undefined ? undefined : new Date(Date.now() + expiresIn),
          }),
        );
        io.print(issued.token ?? "");
      });
    });

  token
    .command("list")
    .description("list the API tokens of an organization, as JSON lines; never the tokens themselves")
    .requiredOption("--organization <slug>", "the organization")
    .action(({ organization: slug }: { organization: string }) =>
      withServices(io, async (services) => {
        const tokens = await services.apiTokens.all(await actorFor(services, slug));
        for (const { id, name, role, permissions, hint, createdAt, expiresAt, revokedAt } of tokens) {
          printJson(io, { id, name, role, permissions, hint, createdAt, expiresAt, revokedAt });
        }
      }),
    );

  token
    .command("revoke <id>")
    .description("stop an API token and the tokens issued with it, at once; prints its id")
    .action((id: string) =>
      withServices(io, async ({ apiTokens }) => {
        const organizationId = await apiTokens.organizationIdOf(id);
        if (organizationId === null) throw DomainError.notFound("API token");
        const input = Object.assign(new RevokeApiTokenInput(), { apiTokenId: id });
        io.print((await apiTokens.revoke(commandLineActor(organizationId, ORIGIN), input)).id);
      }),
    );
}

function durationOf(text: string): number {
  const [, amount, unit] = /^(\d{1,6})([smhd])$/.exec(text) ?? [];
  if (Number(amount) > 0 && unit) return Number(amount) * (UNIT_MS[unit] ?? 0);
  throw new InvalidArgumentError("It must be a number from 1 to 999999 and s, m, h or d, such as 90d.");
}
