import { createPrivateKey, type KeyObject } from "node:crypto";
import { readFile } from "node:fs/promises";
import type { Command } from "commander";
import { compactDecrypt } from "jose";
import { fileProblem } from "../file-problems.js";
import type { Misuse, Terminal } from "./terminal.js";

/** What the gateway seals with; anything else was not sealed by it. */
const ALGORITHMS = {
  keyManagementAlgorithms: ["RSA-OAEP-256", "ECDH-ES+A256KW"],
  contentEncryptionAlgorithms: ["A256GCM"],
};

/** The command `secret open`, which needs neither a database nor a gateway. */
export function addSecretCommands(program: Command, io: Terminal): void {
  const secret = program.command("secret").description("secrets sealed to a recipient key");

  secret
    .command("open [sealed]")
    .description("open a sealed client secret or token, given here or on standard input; prints only what was sealed")
    .requiredOption("--key <file>", "the private key: one JWK, or a PEM")
    .action(async (sealed: string | undefined, { key: file }: { key: string }, command: Command) => {
      const key = await privateKeyIn(file, (problem) => command.error(`error: --key: ${problem}`));
      io.print(await opened((sealed ?? (await io.read())).trim(), key));
    });
}

async function privateKeyIn(file: string, misuse: Misuse): Promise<KeyObject> {
  const text = await readFile(file, "utf8").catch((error: unknown) =>
    misuse(`${file} cannot be read: ${fileProblem(error)}`),
  );
  try {
    return createPrivateKey(text.trimStart().startsWith("{") ? { key: JSON.parse(text), format: "jwk" } : text);
  } catch {
    // The cause may quote the file.
    return misuse(`${file} must hold a private key without a passphrase, as one JWK or as PEM`);
  }
}

async function opened(sealed: string, key: KeyObject): Promise<string> {
  if (!/^[\w-]+(?:\.[\w-]+){4}$/.test(sealed)) {
    throw new Error("A sealed secret is five parts of base64url with dots between them (a compact JWE).");
  }
  try {
    const { plaintext } = await compactDecrypt(sealed, key, ALGORITHMS);
    return new TextDecoder("utf-8", { fatal: true }).decode(plaintext);
  } catch {
    throw new Error("This key does not open it: it was sealed to another one, or changed on its way.");
  }
}
