import type { Command } from "commander";
import { readConfig } from "../config.js";
import { sqlitePathOf } from "../database/data-source.js";
import { abandonMove, moveToPostgres } from "../database/moving/move.js";
import { demandDatabase, printJson, type Terminal } from "./terminal.js";

/** The command `copy`. */
export function addCopyCommand(program: Command, io: Terminal): void {
  program
    .command("copy")
    .description(
      "move everything from DATABASE_URL, a SQLite file that no gateway has open, to PostgreSQL, and close the file for good; prints what is there, as JSON lines",
    )
    .requiredOption("--to <url>", "the PostgreSQL database, empty or never used: postgres://…")
    .option("--abandon", "instead take back a copy that was stopped halfway, and go on with the file")
    .action(async ({ to, abandon }: { to: string; abandon?: boolean }, command: Command) => {
      // By itself, since commander would repeat the value, which may have a password.
      if (!isPostgresUrl(to)) return command.error("error: --to must be postgres://…");
      const config = readConfig(io.env);
      const path = sqlitePathOf(config.databaseUrl);
      if (path === undefined)
        return command.error("error: DATABASE_URL must be the SQLite file to copy: sqlite:<path>");
      demandDatabase(config);
      if (abandon) return abandonMove(path, to);
      const counts = await moveToPostgres(path, to);
      for (const [table, rows] of Object.entries(counts)) printJson(io, { table, rows });
    });
}

function isPostgresUrl(text: string): boolean {
  return /^postgres(?:ql)?:\/\//.test(text) && URL.canParse(text);
}
