import "reflect-metadata";
import { Command, CommanderError, Help } from "commander";
import { ConfigError } from "../config.js";
import { DomainError } from "../model/domain-error.js";
import { PRODUCT_VERSION } from "../model/product-version.js";
import { addConsoleCommands } from "./console-commands.js";
import { addCopyCommand } from "./copy-command.js";
import { addExportCommand } from "./export-command.js";
import { addImportCommand } from "./import-command.js";
import { addKeyCommands } from "./key-commands.js";
import { addMemberCommands } from "./member-commands.js";
import { misusesOf } from "./misuse-sentences.js";
import { withServices } from "./opened-services.js";
import { addOrganizationCommands } from "./organization-commands.js";
import { addSecretCommands } from "./secret-commands.js";
import { ReportedFailure, type Terminal } from "./terminal.js";
import { addTokenCommands } from "./token-commands.js";

const FAILED = 1;
const WRONG_USE = 2;

/** Runs one command. Answers the exit code: 0, 1 when it failed, 2 when it was used wrongly. */
export async function runCommandLine(args: readonly string[], io: Terminal): Promise<number> {
  try {
    await commandLine(io).parseAsync(args, { from: "user" });
    return 0;
  } catch (error) {
    // commander has printed the message already; its own code is 0 for help and version.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : WRONG_USE;
    if (error instanceof ReportedFailure) return FAILED;
    if (error instanceof DomainError && error.code === "invalid") {
      for (const misuse of misusesOf(error)) io.writeError(`error: ${misuse}\n`);
      return WRONG_USE;
    }
    const problems =
      error instanceof ConfigError ? error.problems : [error instanceof Error ? error.message : String(error)];
    for (const problem of problems) io.writeError(`${problem}\n`);
    return FAILED;
  }
}

function commandLine(io: Terminal): Command {
  const program = new Command("oauth-app-gateway")
    .description("Manages organizations, members, tokens and keys of a gateway, from its host.")
    .version(PRODUCT_VERSION)
    .exitOverride()
    .configureOutput({ writeOut: io.write, writeErr: io.writeError })
    .configureHelp({
      optionDescription: (option) => new Help().optionDescription(option) + (option.mandatory ? " (required)" : ""),
    });

  addOrganizationCommands(program, io);
  addMemberCommands(program, io);
  addTokenCommands(program, io);
  addConsoleCommands(program, io);
  addImportCommand(program, io);
  addExportCommand(program, io);
  addKeyCommands(program, io);
  addSecretCommands(program, io);
  addCopyCommand(program, io);

  program
    .command("migrate")
    .description("bring the database's schema up to date, as every start does")
    .action(() => withServices(io, async () => undefined, { mayCreate: true }));

  return program;
}
