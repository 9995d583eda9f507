import { type Config, readConfig } from "../config.js";
import { type Actor, WayIn } from "../model/actor.js";
import { DomainError } from "../model/domain-error.js";
import { openServices } from "../open-services.js";
import { commandLineActor } from "../services/actors/built-in-actors.js";
import type { Services } from "../services/services.js";
import { demandDatabase, type Terminal } from "./terminal.js";

export const ORIGIN = { wayIn: WayIn.CLI, requestId: null, address: null };

/** Does some work with the services over the configured database, which is made only where it may be. */
export async function withServices(
  io: Terminal,
  work: (services: Services, config: Config) => Promise<void>,
  mayCreate = false,
): Promise<void> {
  const config = readConfig(io.env);
  if (!mayCreate) demandDatabase(config);
  const { services, close } = await openServices(config);
  await work(services, config).finally(close);
}

/** The command line as an actor of the organization with this slug. */
export async function actorFor({ organizations }: Services, slug: string): Promise<Actor> {
  const found = await organizations.findBySlug(slug);
  if (!found) throw DomainError.notFound(`Organization "${slug}"`);
  return commandLineActor(found.id, ORIGIN);
}
