import { runCommandLine } from "./command-line/command-line.js";

// What is created here (database, keys) is for its owner only.
process.umask(0o077);

// Whoever reads the lines may have seen enough of them (`| head -1`).
process.stdout.on("error", () => process.exit(1));

process.exitCode = await runCommandLine(process.argv.slice(2), {
  print: (line) => process.stdout.write(`${line}\n`),
  write: (text) => process.stdout.write(text),
  writeError: (text) => process.stderr.write(text),
});
