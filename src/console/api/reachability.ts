import { ApolloLink } from "@apollo/client";
import { tap } from "rxjs";

/** Whether the last request was answered at all: what the page tells about the network, without taking anything away. */
export class Reachability {
  #reached = true;
  #answeredAt: number | undefined;
  readonly #listeners = new Set<() => void>();

  /** Notes what becomes of each request. */
  readonly link = new ApolloLink((operation, forward) =>
    forward(operation).pipe(tap({ next: () => this.#note(true), error: (error) => this.#noteError(error) })),
  );

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly isReached = (): boolean => this.#reached;

  /** When a request was answered last, in milliseconds; undefined before. */
  readonly answeredAt = (): number | undefined => this.#answeredAt;

  /** A status is an answer; a request that its sender gave up says nothing. */
  #noteError(error: unknown): void {
    const isGivenUp = error instanceof Error && error.name === "AbortError";
    if (!isGivenUp) this.#note(error instanceof Error && "statusCode" in error);
  }

  #note(reached: boolean): void {
    if (reached) this.#answeredAt = Date.now();
    if (reached === this.#reached) return;
    this.#reached = reached;
    for (const listener of this.#listeners) listener();
  }
}
