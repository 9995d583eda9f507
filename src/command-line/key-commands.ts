import type { Command } from "commander";
import { type Config, readConfig } from "../config.js";
import { keyFileOf, loadKeyFile, newKey, replaceKeyFile } from "../key-file.js";
import { formatKeys } from "../key-texts.js";
import { DomainError } from "../model/domain-error.js";
import { openServices } from "../open-services.js";
import { countLiveDigests } from "../services/keys/key-check.js";
import type { SecretKey } from "../services/keys/secret-keys.js";
import { demandDatabase, printJson, type Terminal } from "./terminal.js";

/** The commands `keys status`, `keys add` and `keys promote`. */
export function addKeyCommands(program: Command, io: Terminal): void {
  const keys = program.command("keys").description("server keys, under which secrets and tokens are digested");

  keys
    .command("status")
    .description(
      "how many secrets and tokens that work are left on each key, as JSON lines, the signing key first; the line `imported` counts those among them of which only another system's hash is known",
    )
    .action(async () => {
      const config = readConfig(io.env);
      demandDatabase(config);
      const { database, close } = await openServices(config);
      try {
        const kids = (await configuredKeys(config)).map(({ kid }) => kid);
        for (const count of await countLiveDigests(database.read, kids, Date.now())) printJson(io, count);
      } finally {
        await close();
      }
    });

  keys
    .command("add")
    .description("add a new key, which verifies but does not sign yet; prints its kid, or the next SECRET_KEYS")
    .action(() =>
      replaceKeys(
        io,
        (all) => [...all, newKey()],
        (all) => all.at(-1)?.kid ?? "",
      ),
    );

  keys
    .command("promote <kid>")
    .description("let a key sign, once every gateway has it; prints its kid, or the next SECRET_KEYS")
    .action((kid: string) =>
      replaceKeys(
        io,
        (all) => {
          const promoted = all.find((key) => key.kid === kid);
          if (!promoted) throw DomainError.notFound(`Key "${kid}"`);
          return [promoted, ...all.filter((key) => key !== promoted)];
        },
        () => kid,
      ),
    );
}

/** Changes the keys in the key file; keys from the environment cannot be changed here, so the new value is printed. */
async function replaceKeys(
  io: Terminal,
  change: (keys: readonly SecretKey[]) => SecretKey[],
  result: (keys: SecretKey[]) => string,
): Promise<void> {
  const config = readConfig(io.env);
  const changed = change(await configuredKeys(config));
  if (config.secretKeys) return io.print(formatKeys(changed));
  await replaceKeyFile(keyFileOf(config), changed);
  io.print(result(changed));
}

async function configuredKeys(config: Config): Promise<readonly SecretKey[]> {
  if (config.secretKeys) return config.secretKeys;
  return loadKeyFile(keyFileOf(config), () => Promise.reject(DomainError.notFound("The key file")));
}
