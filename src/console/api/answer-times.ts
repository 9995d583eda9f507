import { type ApolloClient, ApolloLink } from "@apollo/client";
import { tap } from "rxjs";

/** Of so many questions it is known when they were answered. */
const QUESTIONS = 200;
/** An answer that old is shown to nobody as new, also where nobody has seen it. */
const NEW_MILLISECONDS = 10_000;

/** When questions were answered last, and so how old it is what a page shows of them from its cache. */
export class AnswerTimes {
  readonly #answers = new Map<string, { at: number; isSeen: boolean }>();
  readonly #listeners = new Set<() => void>();

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** In milliseconds; undefined before the first answer. */
  at(question: string): number | undefined {
    return this.#answers.get(question)?.at;
  }

  /** Whether an answer has just come that nobody has seen; from now on it is seen. */
  see(question: string): boolean {
    const answer = this.#answers.get(question);
    if (!answer) return false;
    const isNew = !answer.isSeen && Date.now() - answer.at < NEW_MILLISECONDS;
    answer.isSeen = true;
    return isNew;
  }

  note(question: string): void {
    this.#answers.delete(question);
    this.#answers.set(question, { at: Date.now(), isSeen: false });
    for (const oldest of [...this.#answers.keys()].slice(0, -QUESTIONS)) this.#answers.delete(oldest);
    for (const listener of this.#listeners) listener();
  }
}

const all = new WeakMap<ApolloClient, AnswerTimes>();

/** Those of a client; they go with it. */
export function answerTimes(client: ApolloClient): AnswerTimes {
  const times = all.get(client) ?? new AnswerTimes();
  all.set(client, times);
  return times;
}

/** A question as its answers are noted: an operation with its variables. */
export function questionOf(operationName: string | undefined, variables: object): string {
  return JSON.stringify([operationName, variables]);
}

/** Notes when each question is answered with data; a list's further pages say nothing of its beginning. */
export const noteAnswers = new ApolloLink((operation, forward) =>
  forward(operation).pipe(
    tap(({ data }) => {
      const { client, operationName, variables } = operation;
      if (data && !variables.after) answerTimes(client).note(questionOf(operationName, variables));
    }),
  ),
);
