import { type Command, Option } from "commander";
import { consoleLink } from "../console-link.js";
import { Role } from "../model/permission.js";
import { actorFor, withServices } from "./opened-services.js";
import type { Terminal } from "./terminal.js";

/** The command `console link`. */
export function addConsoleCommands(program: Command, io: Terminal): void {
  const console = program.command("console").description("the web page at /console");

  console
    .command("link")
    .description("print a link that signs in at the console, once, within ten minutes, for twelve hours")
    .requiredOption("--organization <slug>", "the organization to sign in to")
    .addOption(
      new Option("--role <role>", "the role to sign in with").choices(Object.values(Role)).makeOptionMandatory(),
    )
    .action(({ organization, role }: { organization: string; role: Role }) =>
      withServices(io, async (services, config) => {
        if (!config.console) throw new Error("CONSOLE is off: there is no page to sign in at.");
        const code = await services.signInCodes.create(await actorFor(services, organization), role);
        io.print(consoleLink(config.publicUrl, code));
      }),
    );
}
