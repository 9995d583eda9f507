import { text } from "node:stream/consumers";
import { runCommandLine } from "./command-line/command-line.js";
import { fileProblem } from "./file-problems.js";

// Files created here (database, keys) are readable by their owner only.
process.umask(0o077);

// A reader that closes the pipe early, such as `| head -1`, ends the command, and knows why.
let unheard = (error: Error): void => {
  if (!("code" in error && error.code === "EPIPE")) {
    process.stderr.write(`Standard output cannot be written: ${fileProblem(error)}.\n`);
  }
  process.exit(1);
};
process.stdout.on("error", (error) => unheard(error));

process.exitCode = await runCommandLine(process.argv.slice(2), {
  read: () => text(process.stdin),
  pieces: () => process.stdin,
  onUnheard(act) {
    unheard = act;
  },
  // An error is told after the call by which its write ends.
  printed: () => new Promise((resolve) => process.stdout.write("", () => setImmediate(resolve))),
  isWatched: process.stderr.isTTY === true,
  isPrintWatched: process.stdout.isTTY === true,
  print: (line) => process.stdout.write(`${line}\n`),
  write: (text) => process.stdout.write(text),
  writeError: (text) => process.stderr.write(text),
});
