import { createServer, type Server } from "node:http";
import { Counter, collectDefaultMetrics, Histogram, Registry } from "prom-client";
import { closeStalledReaders } from "./stalled-readers.js";
import { UNREAD_LIMITS } from "./unread-answers.js";

/** Of those who read the metrics, at once. */
const MAX_CONNECTIONS = 16;

/** What the operator watches, in Prometheus' format. One instance per gateway. */
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

  constructor() {
    collectDefaultMetrics({ register: this.registry });
  }

  /** Serves `/metrics` on a port of its own, which need not be reachable from outside. */
  async listen(port: number, host: string): Promise<Server> {
    const server = createServer(async (request, response) => {
      if (request.url !== "/metrics") return response.writeHead(404).end();
      response.writeHead(200, { "content-type": this.registry.contentType }).end(await this.registry.metrics());
    });
    server.maxConnections = MAX_CONNECTIONS;
    closeStalledReaders(server, UNREAD_LIMITS.stalledMs, () => this.cutConnections.inc({ reason: "stalled" }));
    await new Promise<void>((resolve, reject) => server.once("error", reject).listen(port, host, resolve));
    return server;
  }
}
