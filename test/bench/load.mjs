// The load generator, a process of its own that stays warm: told what to send, then to whom and for how long.
import { Client } from "undici";

let requests = [];

process.on("message", async (message) => {
  if (message.requests) requests = message.requests;
  else process.send(await run(message));
});

/** Keeps every connection busy with one request after the other; connections go to the urls in turn. */
async function run({ urls, connections, seconds }) {
  const latencies = [];
  const failures = [];
  const clients = Array.from({ length: connections }, (_, index) => new Client(urls[index % urls.length]));
  const started = performance.now();
  const until = started + seconds * 1000;
  let next = Math.floor(Math.random() * requests.length);
  const worker = async (client) => {
    while (performance.now() < until) {
      const sent = performance.now();
      const failure = await inOrder(client, requests[next++ % requests.length]);
      latencies.push(performance.now() - sent);
      if (failure) failures.push(failure);
    }
  };
  await Promise.all(clients.map(worker));
  const elapsed = (performance.now() - started) / 1000;
  await Promise.all(clients.map((client) => client.close()));
  latencies.sort((one, other) => one - other);
  const at = (share) => latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * share))];
  return {
    count: latencies.length,
    perSecond: latencies.length / elapsed,
    p50: at(0.5),
    p99: at(0.99),
    failures: failures.length,
    failure: failures[0],
  };
}

/** What is sent may be a list of requests, which then count as one. Answers undefined, or what went wrong. */
async function inOrder(client, request) {
  for (const step of Array.isArray(request) ? request : [request]) {
    const failure = await exchange(client, step);
    if (failure) return failure;
  }
}

function exchange(client, { method = "POST", path, headers, body }) {
  return new Promise((resolve) => {
    let status = 0;
    let failed = false;
    let sample = "";
    client.dispatch(
      { method, path, headers, body },
      {
        onConnect() {},
        onHeaders(code) {
          status = code;
          return true;
        },
        onData(chunk) {
          // Errors of GraphQL come with status 200.
          failed ||= status !== 200 || chunk.includes('"errors":[{');
          if (failed) sample ||= chunk.toString().slice(0, 200);
          return true;
        },
        onComplete: () => resolve(failed || status !== 200 ? `${status} ${sample}` : undefined),
        onError: (error) => resolve(String(error)),
      },
    );
  });
}
