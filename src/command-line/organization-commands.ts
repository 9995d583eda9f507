import type { Command } from "commander";
import { CreateOrganizationInput } from "../model/inputs/organization.inputs.js";
import { ORIGIN, withServices } from "./opened-services.js";
import { printJson, type Terminal } from "./terminal.js";

/** The commands `organization create` and `organization list`. */
export function addOrganizationCommands(program: Command, io: Terminal): void {
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
        { mayCreate: true },
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
}
