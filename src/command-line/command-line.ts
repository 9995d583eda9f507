import "reflect-metadata";
import { Command, CommanderError, Option } from "commander";
import { ConfigError } from "../config.js";
import { DomainError } from "../model/domain-error.js";
import { CreateApiTokenInput, RevokeApiTokenInput } from "../model/inputs/api-token.inputs.js";
import { CreateOrganizationInput } from "../model/inputs/organization.inputs.js";
import { Permission, Role } from "../model/permission.js";
import { commandLineActor } from "../services/members/organizations.js";
import { addConsoleCommands } from "./console-commands.js";
import { addKeyCommands } from "./key-commands.js";
import { actorFor, ORIGIN, withServices } from "./opened-services.js";
import { addSecretCommands } from "./secret-commands.js";
import { printJson, type Terminal } from "./terminal.js";

const UNIT_MS: Record<string, number> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Runs one command. Answers the exit code. */
export async function runCommandLine(args: readonly string[], io: Terminal): Promise<number> {
  try {
    await commandLine(io).parseAsync(args, { from: "user" });
    return 0;
  } catch (error) {
    // commander has printed the message already.
    if (error instanceof CommanderError) return error.exitCode;
    const problems =
      error instanceof ConfigError ? error.problems : [error instanceof Error ? error.message : String(error)];
    for (const problem of problems) io.writeError(`${problem}\n`);
    return 1;
  }
}

function commandLine(io: Terminal): Command {
  const program = new Command("cli")
    .description("Manages organizations and API tokens of a gateway, from its host.")
    .exitOverride()
    .configureOutput({ writeOut: io.write, writeErr: io.writeError });

  const expiresIn = (text: string) =>
    durationOf(text) ??
    program.error("--expires-in must be a number of at most 6 digits and s, m, h or d, such as 90d", { exitCode: 2 });

  const organization = program.command("organization").description("organizations");

  organization
    .command("create <slug>")
    .description("create an organization; prints its id")
    .requiredOption("--name <name>", "the name people read")
    .action((slug: string, { name }: { name: string }) =>
      withServices(
        io,
        async ({ organizations }) => {
          const { id } = await organizations.create(
            ORIGIN,
            Object.assign(new CreateOrganizationInput(), { slug, name }),
          );
          io.print(id);
        },
        true,
      ),
    );

  organization
    .command("list")
    .description("list the organizations, as JSON lines")
    .action(() =>
      withServices(io, async ({ organizations }) => {
        for (const row of await organizations.all()) printJson(io, row);
      }),
    );

  const token = program.command("token").description("API tokens");

  token
    .command("create")
    .description("issue an API token; prints only the token, once")
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
    .option("--expires-in <duration>", "when it stops: a number and s, m, h or d, such as 90d", expiresIn)
    .action(
      (options: { organization: string; role?: Role; name: string; permission?: Permission[]; expiresIn?: number }) => {
        if (!options.role && !options.permission) program.error("error: --role or --permission must be given");
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
      },
    );

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

  addConsoleCommands(program, io);
  addKeyCommands(program, io);
  addSecretCommands(program, io);

  program
    .command("migrate")
    .description("bring the database's schema up to date, as every start does")
    .action(() => withServices(io, async () => undefined, true));

  return program;
}

function durationOf(text: string): number | undefined {
  const [, amount, unit] = /^(\d{1,6})([smhd])$/.exec(text) ?? [];
  return amount && unit ? Number(amount) * (UNIT_MS[unit] ?? 0) : undefined;
}
