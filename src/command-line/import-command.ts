import { createReadStream } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { resolve } from "node:path";
import { type Command, Option } from "commander";
import type { FormatOptions } from "../importing/formats/format.js";
import { FORMAT_NAMES, FORMATS, type FormatName } from "../importing/formats/formats.js";
import { type Mapping, mappingOf } from "../importing/mappings/mapping.js";
import { SHIPPED_MAPPINGS } from "../importing/mappings/shipped.js";
import { SECRET_READINGS, type SecretReading } from "../importing/secret-form.js";
import type { Actor } from "../model/actor.js";
import { GrantType } from "../model/client-metadata.js";
import { DomainError } from "../model/domain-error.js";
import { UpdateOrganizationInput } from "../model/inputs/organization.inputs.js";
import type { Services } from "../services/services.js";
import { Progress, reportTo } from "./import-report.js";
import { runImport } from "./import-run.js";
import { actorFor, withServices } from "./opened-services.js";
import { ReportedFailure, type Terminal } from "./terminal.js";

const STANDARD_INPUT = "-";

interface ImportFlags {
  organization: string;
  from: FormatName;
  mapping?: string;
  secrets?: SecretReading;
  grants?: GrantType[];
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
    .option("--allow-http", "allow redirect URIs in clear, as the organization's allowHttpRedirectUris does")
    .option("--dry-run", "only report what would be done")
    .option("--report <file>", "where the report goes, as JSON lines; by default to standard output");

  command.action(async (file: string, flags: ImportFlags) => {
    const misuse = (problem: string): never => command.error(`error: ${problem}`, { exitCode: 2 });
    if (flags.from === "table" && flags.mapping === undefined) misuse("--from table needs --mapping");
    if (flags.report !== undefined && resolve(flags.report) === resolve(file)) misuse("--report is the file itself");
    const size = file === STANDARD_INPUT ? undefined : await sizeOf(file, misuse);
    const mapping = flags.mapping === undefined ? undefined : await mappingFor(flags.mapping, misuse);
    const { secrets, grants } = flags;
    const given = Object.entries({ mapping, secrets, grants }).filter(([, value]) => value !== undefined);
    const options: FormatOptions = Object.fromEntries(given);
    const pieces = () => (file === STANDARD_INPUT ? io.pieces() : createReadStream(file));
    await withServices(io, async (services) => {
      const actor = await actorFor(services, flags.organization);
      const isRefused = await importAll(io, services, actor, flags, options, pieces, size);
      if (isRefused) throw new ReportedFailure();
    });
  });
}

/** Answers whether anything was refused. */
async function importAll(
  io: Terminal,
  services: Services,
  actor: Actor,
  { from, report: path, allowHttp: allowsHttp = false, dryRun = false }: ImportFlags,
  options: FormatOptions,
  pieces: () => AsyncIterable<Buffer>,
  size: number | undefined,
): Promise<boolean> {
  const format = FORMATS[from];
  const report = reportTo(io, path);
  const progress = new Progress(io, size);
  try {
    if (allowsHttp && !dryRun) await allowHttp(services, actor);
    const tally = await runImport(format.items(progress.counting(pieces()), options), {
      format,
      options,
      take: (client, line) =>
        services.applicationImports.import(actor, client, { source: from, line, allowsHttp, dryRun }),
      report(line, tally) {
        report.write(line);
        progress.draw(tally);
      },
    });
    progress.end();
    report.end({ summary: tally, dryRun });
    return tally.refused > 0;
  } catch (error) {
    progress.end();
    report.close();
    throw error;
  }
}

async function allowHttp({ organizations }: Services, actor: Actor): Promise<void> {
  if ((await organizations.get(actor)).allowHttpRedirectUris) return;
  await organizations.update(actor, Object.assign(new UpdateOrganizationInput(), { allowHttpRedirectUris: true }));
}

/** In bytes; undefined for a pipe. */
async function sizeOf(file: string, misuse: (problem: string) => never): Promise<number | undefined> {
  const found = await stat(file).catch(() => misuse(`the file ${file} cannot be read`));
  if (found.isDirectory()) misuse(`${file} is a folder`);
  return found.isFile() ? found.size : undefined;
}

async function mappingFor(name: string, misuse: (problem: string) => never): Promise<Mapping> {
  const shipped = SHIPPED_MAPPINGS[name];
  if (shipped) return shipped;
  const text = await readFile(name, "utf8").catch(() => misuse(`the mapping ${name} cannot be read`));
  try {
    return mappingOf(text);
  } catch (error) {
    if (error instanceof DomainError) return misuse(error.message);
    throw error;
  }
}
