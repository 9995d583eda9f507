import { open, readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { type Command, Option } from "commander";
import type { FormatOptions } from "../importing/formats/format.js";
import { FORMAT_NAMES, FORMATS, type FormatName } from "../importing/formats/formats.js";
import { type Mapping, mappingOf, readingOf } from "../importing/mappings/mapping.js";
import { lookAtHeader } from "../importing/mappings/missing-columns.js";
import { SHIPPED_MAPPINGS } from "../importing/mappings/shipped.js";
import { type LookedAt, lookAt, type Recognized } from "../importing/recognition.js";
import { SECRET_READINGS, type SecretReading } from "../importing/secret-form.js";
import type { Actor } from "../model/actor.js";
import { GrantType } from "../model/client-metadata.js";
import { DomainError } from "../model/domain-error.js";
import type { Services } from "../services/services.js";
import { AllowedHttp } from "./allowed-http.js";
import { fileProblem } from "./file-problems.js";
import { Progress, type Report, reportTo } from "./import-report.js";
import { type ImportedFile, runImport } from "./import-run.js";
import { sentencesOf } from "./import-sentences.js";
import { actorFor, withServices } from "./opened-services.js";
import { scopesOption } from "./scopes-option.js";
import { ReportedFailure, type Terminal } from "./terminal.js";

const STANDARD_INPUT = "-";

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
    .option(
      "--mapping <mapping>",
      `for table: a file, or one that is shipped: ${Object.keys(SHIPPED_MAPPINGS).join(", ")}`,
    )
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
    if (flags.report !== undefined && resolve(flags.report) === resolve(file)) misuse("--report is the file itself");
    const mapping = flags.mapping === undefined ? undefined : await mappingFor(flags.mapping, misuse);
    const { secrets, grants, scopes } = flags;
    const given = Object.entries({ mapping, secrets, grants, scopes }).filter(([, value]) => value !== undefined);
    const options: FormatOptions = Object.fromEntries(given);
    const source = file === STANDARD_INPUT ? inputOf(io) : await opened(file, misuse);
    const work = async (services: Services) => {
      const actor = await actorFor(services, flags.organization);
      const progress = new Progress(io, source.size);
      const looked = await lookAt(progress.counting(source.pieces()));
      try {
        if (looked.unreadable) misuse(`${file} ${looked.unreadable}`);
        const mistaken = mistakenFor(flags.from, looked, options);
        if (mistaken) misuse(`${file} looks like ${mistaken.name}: use --from ${mistaken.writer}`);
        const bytes = mapping ? await demandColumns(looked.bytes, mapping, misuse) : looked.bytes;
        const report = reportTo(io, flags.report, misuse);
        const imported = await importAll(io, services, actor, flags, options, bytes, { report, progress });
        conclude(io, flags.from, imported);
      } finally {
        await looked.close();
      }
    };
    await withServices(io, work).finally(source.close);
  });
}

/** Says what whoever ran an import has to know. Throws when it has failed. */
function conclude(io: Terminal, from: FormatName, imported: ImportedFile): void {
  for (const sentence of sentencesOf(imported, FORMATS[from])) io.writeError(`${sentence}\n`);
  const { lines, leftOut, refused } = imported.tally;
  if (refused > 0 || lines === leftOut) throw new ReportedFailure();
}

/** Options that mean nothing for what wrote the file. */
function rejectOptions(flags: ImportFlags, misuse: (problem: string) => never): void {
  const { from } = flags;
  if (from === "table" && flags.mapping === undefined) misuse("--from table needs --mapping");
  for (const option of ["mapping", "secrets", "grants", "scopes"] as const) {
    if (flags[option] !== undefined && !FORMATS[from].takes.includes(option)) {
      misuse(`--${option} means nothing for --from ${from}`);
    }
  }
}

/** What a file looks like, where that is another system's than was said. */
function mistakenFor(
  from: FormatName,
  { recognized, first, envelope }: LookedAt,
  options: FormatOptions,
): Recognized | undefined {
  if (!recognized || recognized.writer === from) return undefined;
  const { writer } = recognized;
  // Hydra's clients are registrations with more.
  if (from === "hydra" && writer === "rfc7591") return undefined;
  // So are its answers to registrations, and a mapping may be of anybody's fields.
  const mayBe = from === "table" || (from === "rfc7591" && writer === "hydra" && envelope === undefined);
  const isRead = mayBe && first && FORMATS[from].clientIdOf(first, options) !== null;
  return isRead ? undefined : recognized;
}

/** The bytes of a table, whose header has been looked at: what a mapping does not find would be as if it were not said. */
async function demandColumns(
  pieces: AsyncIterable<Buffer>,
  mapping: Mapping,
  misuse: (problem: string) => never,
): Promise<AsyncIterable<Buffer>> {
  const { missing, bytes } = await lookAtHeader(pieces, mapping);
  if (missing.length > 0) {
    misuse(`the file has no column ${missing.join(", ")}; where the mapping is right, its "optional" says so`);
  }
  return bytes;
}

async function importAll(
  io: Terminal,
  services: Services,
  actor: Actor,
  { from, allowHttp: allowsHttp = false, dryRun = false }: ImportFlags,
  options: FormatOptions,
  bytes: AsyncIterable<Buffer>,
  { report, progress }: { report: Report; progress: Progress },
): Promise<ImportedFile> {
  const format = FORMATS[from];
  const { grants, scopes } = options;
  const mapping = options.mapping && readingOf(options.mapping);
  const allowing = new AllowedHttp(services, actor);
  try {
    const file = await runImport(format.items(bytes, options), {
      format,
      options,
      async take(client, line) {
        if (allowsHttp && !dryRun) await allowing.once();
        return services.applicationImports.import(actor, client, {
          ...{ source: from, line, mapping, grants, scopes, allowsHttp, dryRun },
        });
      },
      report(line, tally) {
        report.write(line);
        progress.draw(tally);
      },
    });
    progress.end();
    const { tally, secrets, leftOut } = file;
    const notes = [...file.sharedNotes].map(([note, clients]) => ({ clients, note }));
    const ofAll = notes.length > 0 ? { notes } : {};
    const taken = secrets.clear + secrets.hashed > 0 ? { secrets } : {};
    await report.end({ summary: tally, ...taken, ...ofAll, ...(leftOut.length > 0 ? { leftOut } : {}), dryRun });
    return file;
  } catch (error) {
    progress.end();
    report.close();
    const problem = error instanceof Error ? error.message : String(error);
    throw new Error(`${problem.replace(/\.?$/, ".")} The import has stopped; the same command goes on.`, {
      cause: error,
    });
  } finally {
    if (allowing.hasSwitched) io.writeError("The organization's allowHttpRedirectUris was switched on.\n");
  }
}

/** Where the bytes of an import come from; `size` is how many they are, undefined where nobody knows. */
interface Source {
  pieces(): AsyncIterable<Buffer>;
  size: number | undefined;
  close(): Promise<void>;
}

function inputOf(io: Terminal): Source {
  return { pieces: io.pieces, size: undefined, close: async () => undefined };
}

async function opened(file: string, misuse: (problem: string) => never): Promise<Source> {
  const handle = await open(file).catch((error: unknown) =>
    misuse(`the file ${file} cannot be read: ${fileProblem(error)}`),
  );
  const close = () => handle.close();
  const found = await handle.stat();
  if (found.isDirectory()) {
    await close();
    misuse(`${file} is a folder`);
  }
  return { pieces: () => handle.createReadStream(), size: found.isFile() ? found.size : undefined, close };
}

async function mappingFor(name: string, misuse: (problem: string) => never): Promise<Mapping> {
  const shipped = SHIPPED_MAPPINGS[name];
  if (shipped) return shipped;
  const text = await readFile(name, "utf8").catch((error: unknown) =>
    misuse(
      `--mapping: ${name} cannot be read: ${fileProblem(error)}; shipped are ${Object.keys(SHIPPED_MAPPINGS).join(", ")}`,
    ),
  );
  try {
    return mappingOf(text);
  } catch (error) {
    if (error instanceof DomainError) return misuse(`--mapping: ${error.message}`);
    throw error;
  }
}
