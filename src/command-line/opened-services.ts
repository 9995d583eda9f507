import { type Config, readConfig } from "../config.js";
import type { KeyFileListener } from "../key-file-reload.js";
import { type Actor, WayIn } from "../model/actor.js";
import { DomainError } from "../model/domain-error.js";
import { openServices } from "../open-services.js";
import { commandLineActor } from "../services/actors/built-in-actors.js";
import type { Services } from "../services/services.js";
import { demandDatabase, type Terminal } from "./terminal.js";

export const ORIGIN = { wayIn: WayIn.CLI, requestId: null, address: null };

interface Opening {
  /** Whether the database is made where there is none. */
  mayCreate?: boolean;
  /** Whether opening it writes nothing. */
  isAsItIs?: boolean;
}

/** Does some work with the services over the configured database. */
export async function withServices(
  io: Terminal,
  work: (services: Services, config: Config) => Promise<void>,
  { mayCreate = false, isAsItIs = false }: Opening = {},
): Promise<void> {
  const config = readConfig(io.env);
  if (!mayCreate) demandDatabase(config);
  const { services, close } = await openServices(config, { isAsItIs, onKeyFile: keyFileListener(io) });
  await work(services, config).finally(close);
}

/** Of what takes long enough for its keys to be replaced meanwhile. */
function keyFileListener(io: Terminal): KeyFileListener {
  return {
    refused: ({ message }) => io.writeError(`The command goes on with the keys it has. ${message}\n`),
    taken: () => undefined,
  };
}

/** The command line as an actor of the organization with this slug. */
export async function actorFor({ organizations }: Services, slug: string): Promise<Actor> {
  const found = await organizations.findBySlug(slug);
  if (!found) throw DomainError.notFound(`Organization "${slug}"`);
  return commandLineActor(found.id, ORIGIN);
}
