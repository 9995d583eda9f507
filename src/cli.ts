import { existsSync } from "node:fs";
import { Command, Option } from "commander";
import { type Config, ConfigError, readConfig } from "./config.js";
import { sqlitePathOf } from "./database/data-source.js";
import { openServices } from "./gateway.js";
import { formatKeys, keyFileOf, loadKeyFile, newKey, replaceKeyFile } from "./key-file.js";
import { WayIn } from "./model/actor.js";
import { DomainError } from "./model/domain-error.js";
import { CreateApiTokenInput, RevokeApiTokenInput } from "./model/inputs/api-token.inputs.js";
import { CreateOrganizationInput } from "./model/inputs/organization.inputs.js";
import { Permission, Role } from "./model/permission.js";
import { countLiveDigests } from "./services/key-check.js";
import { commandLineActor } from "./services/organizations.js";
import type { SecretKey } from "./services/secret-keys.js";
import type { Services } from "./services/services.js";

const ORIGIN = { wayIn: WayIn.CLI, requestId: null, address: null };
const UNIT_MS: Record<string, number> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

// What is created here (database, keys) is for its owner only.
process.umask(0o077);

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
    }, true),
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

const keys = program.command("keys").description("server keys, under which secrets and tokens are digested");

keys
  .command("status")
  .description("how many secrets and tokens that work are left on each key, as JSON lines, the signing key first")
  .action(async () => {
    const config = readConfig();
    demandDatabase(config);
    const { database, close } = await openServices(config);
    const kids = (await configuredKeys(config)).map(({ kid }) => kid);
    await countLiveDigests(database.read, kids, Date.now())
      .then((counts) => counts.forEach(printJson))
      .finally(close);
  });

keys
  .command("add")
  .description("add a new key, which verifies but does not sign yet; prints its kid, or the next SECRET_KEYS")
  .action(() =>
    replaceKeys(
      (all) => [...all, newKey()],
      (all) => all.at(-1)?.kid ?? "",
    ),
  );

keys
  .command("promote <kid>")
  .description("let a key sign, once every gateway has it; prints its kid, or the next SECRET_KEYS")
  .action((kid: string) =>
    replaceKeys(
      (all) => {
        const promoted = all.find((key) => key.kid === kid);
        if (!promoted) throw DomainError.notFound(`Key "${kid}"`);
        return [promoted, ...all.filter((key) => key !== promoted)];
      },
      () => kid,
    ),
  );

program
  .command("migrate")
  .description("bring the database's schema up to date, as every start does")
  .action(() => withServices(async () => undefined, true));

// Whoever reads the lines may have seen enough of them (`| head -1`).
process.stdout.on("error", () => process.exit(1));

await program.parseAsync().catch((error: unknown) => {
  const problems =
    error instanceof ConfigError ? error.problems : [error instanceof Error ? error.message : String(error)];
  for (const problem of problems) process.stderr.write(`${problem}\n`);
  process.exitCode = 1;
});

async function withServices(work: (services: Services) => Promise<void>, mayCreate = false): Promise<void> {
  const config = readConfig();
  if (!mayCreate) demandDatabase(config);
  const { services, close } = await openServices(config);
  await work(services).finally(close);
}

/** Throws instead of making a new SQLite file where none is: what is asked for could not be in it. */
function demandDatabase({ databaseUrl }: Config): void {
  const path = sqlitePathOf(databaseUrl);
  if (path === undefined || existsSync(path)) return;
  throw new Error(`There is no database at ${path}. Is DATABASE_URL the same as the gateway's?`);
}

/** In the key file, or, where the keys come from the environment, only as the value to set there. */
async function replaceKeys(
  change: (keys: readonly SecretKey[]) => SecretKey[],
  result: (keys: SecretKey[]) => string,
): Promise<void> {
  const config = readConfig();
  const changed = change(await configuredKeys(config));
  if (config.secretKeys) return print(formatKeys(changed));
  await replaceKeyFile(keyFileOf(config), changed);
  print(result(changed));
}

async function configuredKeys(config: Config): Promise<readonly SecretKey[]> {
  if (config.secretKeys) return config.secretKeys;
  return loadKeyFile(keyFileOf(config), () => Promise.reject(DomainError.notFound("The key file")));
}

async function actorFor({ organizations }: Services, slug: string) {
  const found = await organizations.findBySlug(slug);
  if (!found) throw DomainError.notFound(`Organization "${slug}"`);
  return commandLineActor(found.id, ORIGIN);
}

function durationOf(text: string): number {
  const [, amount, unit] = /^(\d{1,6})([smhd])$/.exec(text) ?? [];
  if (!amount || !unit)
    return program.error("--expires-in must be a number of at most 6 digits and s, m, h or d, such as 90d", {
      exitCode: 2,
    });
  return Number(amount) * (UNIT_MS[unit] ?? 0);
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

function printJson(value: object): void {
  print(JSON.stringify(value));
}
