import { text } from "node:stream/consumers";
import { runCommandLine } from "./command-line/command-line.js";

// Files created here (database, keys) are readable by their owner only.
process.umask(0o077);

// A reader that closes the pipe early, such as `| head -1`, ends the command.
let unheard: (error: Error) => void = () => process.exit(1);
process.stdout.on("error", (error) => unheard(error));

process.exitCode = await runCommandLine(process.argv.slice(2), {
  read: () => text(process.stdin),
  pieces: () => process.stdin,
  onUnheard(act) {
    unheard = act;
  },
  isWatched: process.stderr.isTTY === true,
  print: (line) => process.stdout.write(`${line}\n`),
  write: (text) => process.stdout.write(text),
  writeError: (text) => process.stderr.write(text),
});
