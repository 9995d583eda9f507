import { type Command, InvalidArgumentError, Option } from "commander";
import { consoleLink } from "../console-link.js";
import { Role } from "../model/permission.js";
import { publicUrlOf } from "../variables.js";
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
    .option("--url <url>", "where people reach the gateway (default: PUBLIC_URL, else http://HOST:PORT)", parseUrl)
    .action(({ organization, role, url }: LinkOptions) =>
      withServices(io, async (services, config) => {
        if (!config.console) throw new Error("CONSOLE is off: there is no page to sign in at.");
        const code = await services.signInCodes.create(await actorFor(services, organization), role);
        io.print(consoleLink(url ?? config.publicUrl, code));
        // The gateway's own settings may stand in another environment than this one.
        if (!url && config.isPublicUrlAssumed) {
          io.writeError(
            `The link leads to ${config.publicUrl}, since neither PUBLIC_URL nor PORT is set here. Where the gateway has another address, give it with --url.\n`,
          );
        }
      }),
    );
}

interface LinkOptions {
  organization: string;
  role: Role;
  url?: string;
}

function parseUrl(text: string): string {
  const url = publicUrlOf(text);
  if (url === undefined) throw new InvalidArgumentError("It must be an http or https URL without query or fragment.");
  return url;
}
