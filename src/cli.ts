import { Command, Option } from "commander";
import { ConfigError, readConfig } from "./config.js";
import { openServices } from "./gateway.js";
import { WayIn } from "./model/actor.js";
import { DomainError } from "./model/domain-error.js";
import { CreateApiTokenInput, RevokeApiTokenInput } from "./model/inputs/api-token.inputs.js";
import { CreateOrganizationInput } from "./model/inputs/organization.inputs.js";
import { Permission, Role } from "./model/permission.js";
import { commandLineActor } from "./services/organizations.js";
import type { Services } from "./services/services.js";

const ORIGIN = { wayIn: WayIn.CLI, requestId: null, address: null };
const UNIT_MS: Record<string, number> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

const program = new Command("cli").description("Manages organizations and API tokens of a gateway, from its host.");

const organization = program.command("organization").description("organizations");

organization
  .command("create <slug>")
  .description("create an organization; prints its id")
  .requiredOption("--name <name>", "the name people read")
  .action((slug: string, { name }: { name: string }) =>
    withServices(async ({ organizations }) => {
      const { id } = await organizations.create(ORIGIN, Object.assign(new CreateOrganizationInput(), { slug, name }));
      print(id);
    }),
  );

organization
  .command("list")
  .description("list the organizations, as JSON lines")
  .action(() => withServices(async ({ organizations }) => (await organizations.all()).forEach(printJson)));

const token = program.command("token").description("API tokens");

token
  .command("create")
  .description("issue an API token; prints only the token, once")
  .requiredOption("--organization <slug>", "the organization it is for")
  .addOption(
    new Option("--role <role>", "the role whose permissions it carries")
      .choices(Object.values(Role))
      .makeOptionMandatory(),
  )
  .option("--name <name>", "the name people read", "Command line")
  .addOption(
    new Option("--permission <permission...>", "only these permissions of the role").choices(Object.values(Permission)),
  )
  .option("--expires-in <duration>", "when it stops: a number and s, m, h or d, such as 90d", durationOf)
  .action(
    (options: { organization: string; role: Role; name: string; permission?: Permission[]; expiresIn?: number }) =>
      withServices(async (services) => {
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
        print(issued.token);
      }),
  );

token
  .command("list")
  .description("list the API tokens of an organization, as JSON lines; never the tokens themselves")
  .requiredOption("--organization <slug>", "the organization")
  .action(({ organization: slug }: { organization: string }) =>
    withServices(async (services) => {
      const tokens = await services.apiTokens.all(await actorFor(services, slug));
      for (const { id, name, role, permissions, hint, createdAt, expiresAt, revokedAt } of tokens) {
        printJson({ id, name, role, permissions, hint, createdAt, expiresAt, revokedAt });
      }
    }),
  );

token
  .command("revoke <id>")
  .description("stop an API token and the tokens issued with it, at once; prints its id")
  .action((id: string) =>
    withServices(async ({ apiTokens }) => {
      const organizationId = await apiTokens.organizationIdOf(id);
      if (organizationId === null) throw DomainError.notFound("API token");
      const input = Object.assign(new RevokeApiTokenInput(), { apiTokenId: id });
      print((await apiTokens.revoke(commandLineActor(organizationId, ORIGIN), input)).id);
    }),
  );

program
  .command("migrate")
  .description("bring the database's schema up to date, as every start does")
  .action(() => withServices(async () => undefined));

await program.parseAsync().catch((error: unknown) => {
  const problems =
    error instanceof ConfigError ? error.problems : [error instanceof Error ? error.message : String(error)];
  for (const problem of problems) process.stderr.write(`${problem}\n`);
  process.exitCode = 1;
});

async function withServices(work: (services: Services) => Promise<void>): Promise<void> {
  const { database, services } = await openServices(readConfig());
  await work(services).finally(() => database.close());
}

async function actorFor({ organizations }: Services, slug: string) {
  const found = await organizations.findBySlug(slug);
  if (!found) throw DomainError.notFound(`Organization "${slug}"`);
  return commandLineActor(found.id, ORIGIN);
}

function durationOf(text: string): number {
  const [, amount, unit] = /^(\d{1,6})([smhd])$/.exec(text) ?? [];
  if (!amount || !unit)
    return program.error("--expires-in must be a number and s, m, h or d, such as 90d", { exitCode: 2 });
  return Number(amount) * (UNIT_MS[unit] ?? 0);
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

function printJson(value: object): void {
  print(JSON.stringify(value));
}
