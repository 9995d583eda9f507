import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { Counter, collectDefaultMetrics, Histogram, Registry } from "prom-client";
import { limitConnections } from "./connection-limit.js";
import { closeStalledReaders } from "./stalled-readers.js";
import { TIMEOUTS } from "./timeouts.js";

/** How many connections the metrics server takes at once; one place gets a quarter of them. */
const MAX_CONNECTIONS = 32;

export interface MetricsServerOptions {
  port: number;
  host: string;
  /** Addresses whose connections count for no place; see `limitConnections`. */
  proxies: readonly string[];
  /** How long a reader may take nothing before its connection is closed, in milliseconds. */
  stalledMs: number;
}

/** The metrics of one gateway, in Prometheus' format. */
export class Metrics {
  readonly registry = new Registry();

  readonly requests = new Histogram({
    name: "gateway_http_request_duration_seconds",
    help: "Duration of HTTP requests by route, method and status.",
    labelNames: ["route", "method", "status"],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [this.registry],
  });

  readonly refusals = new Counter({
    name: "gateway_refusals_total",
    help: "Refused requests and refused parts of GraphQL answers, by code.",
    labelNames: ["code"],
    registers: [this.registry],
  });

  readonly failedAuthentications = new Counter({
    name: "gateway_failed_authentications_total",
    help: "Requests with a credential that was not accepted.",
    registers: [this.registry],
  });

  readonly cutConnections = new Counter({
    name: "gateway_cut_connections_total",
    help: "Connections closed because their readers took nothing (stalled) or left too much unread (unread).",
    labelNames: ["reason"],
    registers: [this.registry],
  });

  readonly statements = new Counter({
    name: "gateway_database_statements_total",
    help: "SQL statements sent to the database.",
    registers: [this.registry],
  });

  readonly hashChecks = new Counter({
    name: "gateway_imported_hash_checks_total",
    help: "Hashes computed to check secrets of which only another system's hash is known.",
    registers: [this.registry],
  });

  /**
   * Serves `/metrics` on a port of its own, which need not be public. Each connection gets one answer, so that at most
   * one waits for its reader. From now on the process is watched too, which wakes it a hundred times a second.
   */
  async listen({ port, host, proxies, stalledMs }: MetricsServerOptions): Promise<Server> {
    collectDefaultMetrics({ register: this.registry });
    const server = createServer(TIMEOUTS, (request, response) => void this.#answer(request, response));
    server.maxRequestsPerSocket = 1;
    limitConnections(server, proxies, MAX_CONNECTIONS);
    closeStalledReaders(server, stalledMs, () => this.cutConnections.inc({ reason: "stalled" }));
    await new Promise<void>((resolve, reject) => server.once("error", reject).listen(port, host, resolve));
    return server;
  }

  async #answer({ url, method }: IncomingMessage, response: ServerResponse): Promise<void> {
    response.setHeader("connection", "close");
    if (url !== "/metrics") {
      response.writeHead(404).end();
      return;
    }
    if (method !== "GET" && method !== "HEAD") {
      response.writeHead(405, { allow: "GET, HEAD" }).end();
      return;
    }
    const text = await this.registry.metrics();
    response.writeHead(200, { "content-type": this.registry.contentType }).end(text);
  }
}
