import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import {
  type CryptoKey,
  exportJWK,
  generateKeyPair,
  type JWK,
  type JWTHeaderParameters,
  type JWTPayload,
  SignJWT,
} from "jose";
import { BUNDLE } from "./gateway-process.js";
import { onFreePort, onKnownPort } from "./ports.js";

/** A key of the issuer, which tests hold as well. */
export interface IssuerKey {
  kid: string;
  algorithm: string;
  privateKey: CryptoKey;
  jwk: JWK;
  publicJwk: JWK;
}

export const AUDIENCE = "https://gateway.example.com/";

export async function newIssuerKey(kid: string, algorithm = "ES256"): Promise<IssuerKey> {
  const { privateKey, publicKey } = await generateKeyPair(algorithm, { extractable: true });
  const named = { kid, alg: algorithm, use: "sig" };
  const jwk = { ...(await exportJWK(privateKey)), ...named };
  return { kid, algorithm, privateKey, jwk, publicJwk: { ...(await exportJWK(publicKey)), ...named } };
}

/** A real oidc-provider in another process, which can stop and start again. */
export interface OutsideIssuer {
  url: string;
  /** A token from its token endpoint, for this subject. */
  tokenFor(subject: string, audience?: string): Promise<string>;
  /** Ends the process. */
  stop(): Promise<void>;
  /** Starts it again, with other keys when given; the first one signs. */
  start(keys?: IssuerKey[]): Promise<void>;
}

export async function startOutsideIssuer(keys: IssuerKey[]): Promise<OutsideIssuer> {
  return onFreePort((port) => issuerAt(`http://127.0.0.1:${port}`, keys));
}

async function issuerAt(url: string, keys: IssuerKey[]): Promise<OutsideIssuer> {
  let held = keys;
  let child: ChildProcess | undefined;
  const issuer: OutsideIssuer = {
    url,
    async tokenFor(subject, audience) {
      const response = await fetch(`${url}/token`, {
        method: "POST",
        body: new URLSearchParams({
          grant_type: "client_credentials",
          client_id: subject,
          client_secret: "known-to-the-tests",
          ...(audience === undefined ? {} : { resource: audience }),
        }),
      });
      const answer = (await response.json()) as { access_token?: string };
      if (!answer.access_token) throw new Error(JSON.stringify(answer));
      return answer.access_token;
    },
    async stop() {
      if (!child || child.exitCode !== null || child.signalCode !== null) return;
      const exited = once(child, "exit");
      child.kill("SIGKILL");
      await exited;
    },
    start(next = held) {
      held = next;
      return onKnownPort(launch);
    },
  };
  async function launch(): Promise<void> {
    child = spawn(process.execPath, [join(BUNDLE, "outside-issuer.cjs")], {
      env: {
        PATH: process.env.PATH,
        ISSUER: url,
        AUDIENCE,
        ALGORITHM: held[0]?.algorithm ?? "",
        JWKS: JSON.stringify({ keys: held.map(({ jwk }) => jwk) }),
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
    await listening(child);
  }
  await launch();
  return issuer;
}

function listening(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let output = "";
    const read = (chunk: Buffer) => {
      output += chunk;
      if (/^listening$/m.test(output)) resolve();
    };
    child.stdout?.on("data", read);
    child.stderr?.on("data", read);
    child.on("exit", (code) => reject(new Error(`The issuer exited with ${code}: ${output}`)));
  });
}

/** Signs any claims with a key, as the issuer would sign good ones. Times are seconds from now. */
export async function forge(
  { algorithm, kid, privateKey }: Pick<IssuerKey, "algorithm" | "kid"> & { privateKey: CryptoKey | Uint8Array },
  { expiresIn = 300, ...claims }: JWTPayload & { expiresIn?: number | null },
  header: Partial<JWTHeaderParameters> = {},
): Promise<string> {
  const now = Math.floor(Date.now() / 1000);
  const exp = expiresIn === null ? {} : { exp: now + expiresIn };
  return new SignJWT({ iat: now, ...exp, ...claims })
    .setProtectedHeader({ alg: algorithm, kid, typ: "at+jwt", ...header })
    .sign(privateKey);
}
