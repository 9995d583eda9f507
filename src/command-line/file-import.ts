import type { FormatOptions } from "../importing/formats/format.js";
import { FORMATS, type FormatName } from "../importing/formats/formats.js";
import { readingOf } from "../importing/mappings/mapping.js";
import type { Actor } from "../model/actor.js";
import type { Services } from "../services/services.js";
import { AllowedHttp } from "./allowed-http.js";
import type { Progress, Report } from "./import-report.js";
import { type ImportedFile, runImport } from "./import-run.js";
import { endOf } from "./import-sentences.js";
import type { Terminal } from "./terminal.js";

/** A file on its way in: what wrote it, how it is read, and what is told of it. */
export interface FileImport {
  from: FormatName;
  options: FormatOptions;
  bytes: AsyncIterable<Buffer>;
  /** Whether the organization's `allowHttpRedirectUris` is switched on for it. */
  allowsHttp: boolean;
  dryRun: boolean;
  report: Report;
  progress: Progress;
}

/** Takes in the clients of a file, and reports them. Throws with a sentence for whoever runs it when it has to stop. */
export async function importFile(
  io: Terminal,
  services: Services,
  actor: Actor,
  { from, options, bytes, allowsHttp, dryRun, report, progress }: FileImport,
): Promise<ImportedFile> {
  const format = FORMATS[from];
  const { grants, scopes } = options;
  const mapping = options.mapping && readingOf(options.mapping);
  const allowing = new AllowedHttp(services, actor);
  try {
    const file = await runImport(format.items(bytes, options), {
      format,
      options,
      async take(client, line, toldBy) {
        if (allowsHttp && !dryRun) await allowing.once();
        return services.applicationImports.import(actor, client, {
          ...{ source: from, line, toldBy, mapping, grants, scopes, dryRun },
          // Once it is on, the organization decides: somebody may switch it off meanwhile.
          allowsHttp: allowsHttp && dryRun,
        });
      },
      report(line, tally) {
        report.write(line);
        progress.draw(tally);
      },
    });
    progress.end();
    await report.end({ ...summaryOf(file), dryRun });
    return file;
  } catch (error) {
    progress.end();
    report.close();
    const problem = error instanceof Error ? error.message : String(error);
    throw new Error(`${problem.replace(/\.?$/, ".")} The import has stopped; the same command goes on.`, {
      cause: error,
    });
  } finally {
    if (allowing.hasSwitched)
      io.writeError("The organization's allowHttpRedirectUris was switched on by this import.\n");
  }
}

/** The last line of a report, without what there is none of. */
function summaryOf(file: ImportedFile): object {
  const { tally, secrets, sharedNotes, leftOut } = file;
  const [end] = endOf(file);
  const notes = [...sharedNotes].map(([note, clients]) => ({ clients, note }));
  return {
    summary: tally,
    ...(end ? { end } : {}),
    ...(secrets.clear + secrets.hashed > 0 ? { secrets } : {}),
    ...(notes.length > 0 ? { notes } : {}),
    ...(leftOut.length > 0 ? { leftOut } : {}),
  };
}
