import { resolve } from "node:path";
import { type Command, Option } from "commander";
import type { FormatOptions } from "../importing/formats/format.js";
import { FORMAT_NAMES, FORMATS, type FormatName } from "../importing/formats/formats.js";
import { mistakenFor } from "../importing/mistaken-writer.js";
import { lookAt } from "../importing/recognition.js";
import { SECRET_READINGS, type SecretReading } from "../importing/secret-form.js";
import { GrantType } from "../model/client-metadata.js";
import type { Services } from "../services/services.js";
import { importFile } from "./file-import.js";
import { demandColumns, readMapping, SHIPPED_NAMES } from "./import-mapping.js";
import { Progress, reportTo } from "./import-report.js";
import type { ImportedFile } from "./import-run.js";
import { sentencesOf } from "./import-sentences.js";
import { openSource, STANDARD_INPUT } from "./import-source.js";
import { actorFor, withServices } from "./opened-services.js";
import { scopesOption } from "./scopes-option.js";
import { type Misuse, ReportedFailure, type Terminal } from "./terminal.js";

interface ImportFlags {
  organization: string;
  from: FormatName;
  mapping?: string;
  secrets?: SecretReading;
  grants?: GrantType[];
  scopes?: string[];
  allowHttp?: boolean;
  dryRun?: boolean;
  report?: string;
}

/** The command `import`. */
export function addImportCommand(program: Command, io: Terminal): void {
  const command = program
    .command("import <file>")
    .description("take in clients of another system with the ids and secrets they have; - reads standard input")
    .requiredOption("--organization <slug>", "the organization that gets them")
    .addOption(new Option("--from <format>", "what wrote the file").choices(FORMAT_NAMES).makeOptionMandatory())
    .option("--mapping <mapping>", `for table: a file, or one that is shipped: ${SHIPPED_NAMES}`)
    .addOption(
      new Option("--secrets <form>", "what values are that could be a secret or the hash of one").choices(
        SECRET_READINGS,
      ),
    )
    .addOption(
      new Option("--grants <grant...>", "the grants of clients whose source records none").choices(
        Object.values(GrantType),
      ),
    )
    .option("--scopes <scopes>", 'the scopes of clients whose source records none, such as "read write"', scopesOption)
    .option("--allow-http", "allow redirect URIs in clear, as the organization's allowHttpRedirectUris does")
    .option("--dry-run", "only report what would be done")
    .option("--report <file>", "where the report goes, as JSON lines; by default to standard output");

  command.action(async (file: string, flags: ImportFlags) => {
    const misuse = (problem: string): never => command.error(`error: ${problem}`, { exitCode: 2 });
    rejectOptions(flags, misuse);
    const isReport = flags.report !== undefined && file !== STANDARD_INPUT && resolve(flags.report) === resolve(file);
    if (isReport) misuse("--report is the file itself");
    const options = await formatOptionsOf(flags, misuse);
    const source = await openSource(io, file, misuse);
    const { from, allowHttp: allowsHttp = false, dryRun = false } = flags;
    const work = async (services: Services) => {
      const actor = await actorFor(services, flags.organization);
      const progress = new Progress(io, source.size, flags.report !== undefined);
      const looked = await lookAt(progress.counting(source.pieces()), FORMATS[from].idFields(options));
      try {
        if (looked.unreadable) misuse(`${file} ${looked.unreadable}`);
        const mistaken = mistakenFor(from, looked, options);
        if (mistaken) misuse(`${file} looks like ${mistaken.name}: use --from ${mistaken.writers.join(" or ")}`);
        const { mapping } = options;
        const bytes = mapping ? await demandColumns(looked, mapping, misuse) : looked.bytes;
        const report = await reportTo(io, flags.report, misuse);
        const fileImport = { from, options, bytes, allowsHttp, dryRun, report, progress };
        conclude(io, from, await importFile(io, services, actor, fileImport));
      } finally {
        await looked.close();
      }
    };
    await withServices(io, work, { isAsItIs: flags.dryRun ?? false }).finally(source.close);
  });
}

/** Refuses options that mean nothing for what wrote the file. */
function rejectOptions(flags: ImportFlags, misuse: Misuse): void {
  const { from } = flags;
  if (from === "table" && flags.mapping === undefined) misuse("--from table needs --mapping");
  for (const option of ["mapping", "secrets", "grants", "scopes"] as const) {
    if (flags[option] !== undefined && !FORMATS[from].takes.includes(option)) {
      misuse(`--${option} means nothing for --from ${from}`);
    }
  }
}

/** Those that were given. */
async function formatOptionsOf(flags: ImportFlags, misuse: Misuse): Promise<FormatOptions> {
  const { mapping, secrets, grants, scopes } = flags;
  return {
    ...(mapping === undefined ? {} : { mapping: await readMapping(mapping, misuse) }),
    ...(secrets && { secrets }),
    ...(grants && { grants }),
    ...(scopes && { scopes }),
  };
}

/** Says what whoever ran an import has to know. Throws when it has failed. */
function conclude(io: Terminal, from: FormatName, imported: ImportedFile): void {
  for (const sentence of sentencesOf(imported, FORMATS[from])) io.writeError(`${sentence}\n`);
  const { lines, leftOut, refused } = imported.tally;
  if (refused > 0 || lines === leftOut) throw new ReportedFailure();
}
