import type { Command } from "commander";
import { lineOf } from "../importing/formats/own.js";
import { actorFor, withServices } from "./opened-services.js";
import { printJson, type Terminal } from "./terminal.js";

interface ExportFlags {
  organization: string;
  withDigests?: boolean;
}

/** The command `export`. */
export function addExportCommand(program: Command, io: Terminal): void {
  program
    .command("export")
    .description("print an organization's applications, as JSON lines that `import --from own` takes")
    .requiredOption("--organization <slug>", "the organization whose applications are printed")
    .option("--with-digests", "with the digests of secrets that work, which only a gateway with the same keys can use")
    .action(({ organization, withDigests = false }: ExportFlags) =>
      withServices(io, async (services) => {
        const actor = await actorFor(services, organization);
        for await (const exported of services.applicationExports.export(actor, { withDigests })) {
          printJson(io, lineOf(exported));
        }
      }),
    );
}
