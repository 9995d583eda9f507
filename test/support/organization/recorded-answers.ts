import { type Listener, listeners } from "../gateway/send.js";

/** Every answer that was fetched while recording, head and body. */
export interface Recording {
  answers: string[];
  stop(): void;
}

/** Records everything that `send` and `fetch` are answered in this process. */
export function recordAnswers(): Recording {
  const original = globalThis.fetch;
  const answers: string[] = [];
  globalThis.fetch = async (...request) => {
    const response = await original(...request);
    const head = [...response.headers].map(([name, value]) => `${name}: ${value}`).join("\n");
    answers.push(`${response.status} ${response.statusText}\n${head}\n\n${await response.clone().text()}`);
    return response;
  };
  const listener: Listener = ({ statusCode, statusMessage, headersDistinct }, text) => {
    const head = Object.entries(headersDistinct).map(([name, values]) => `${name}: ${values?.join(", ")}`);
    answers.push(`${statusCode} ${statusMessage}\n${head.join("\n")}\n\n${text}`);
  };
  listeners.add(listener);
  return {
    answers,
    stop() {
      listeners.delete(listener);
      globalThis.fetch = original;
    },
  };
}

/** Parts of a secret without its prefix and hint, so long that they appear nowhere by coincidence. */
export function partsOf(secret: string): string[] {
  return [secret.slice(4, 20), secret.slice(20, 36), secret.slice(35, 47)];
}

/** The secrets of which a text contains a part. */
export function leakedIn(text: string, secrets: Iterable<string>): string[] {
  return [...secrets].filter((secret) => {
    const base64 = Buffer.from(secret).toString("base64").slice(0, 60);
    const hex = Buffer.from(secret).toString("hex");
    return [...partsOf(secret), base64, hex].some((part) => text.includes(part));
  });
}
