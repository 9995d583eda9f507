import { afterAll, beforeAll, vi } from "vitest";
import * as operations from "../../../src/graphql/compiled-operations.js";

/** In a file: how often a gateway that it starts has executed a compiled operation. */
export function compiledExecutions(): { count: number } {
  const executions = { count: 0 };
  const { compiledExecutor } = operations;
  beforeAll(() => {
    vi.spyOn(operations, "compiledExecutor").mockImplementation((schema) => {
      const execute = compiledExecutor(schema);
      return async (request) => {
        const result = await execute(request);
        if (result) executions.count += 1;
        return result;
      };
    });
  });
  afterAll(() => void vi.restoreAllMocks());
  return executions;
}
