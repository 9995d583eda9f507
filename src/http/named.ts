import type { FastifyInstance } from "fastify";

const NAME = Symbol.for("fastify.display-name");

type Mount = (scope: FastifyInstance) => Promise<void>;

/** A plugin with a name. For one without, Fastify looks through all modules that the process has loaded, twice. */
export function named(name: string, mount: Mount): Mount {
  return Object.assign(mount, { [NAME]: name });
}
