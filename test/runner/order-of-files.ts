import { BaseSequencer, type TestSpecification } from "vitest/node";
import type { KindsOfFiles } from "./kinds-of-files.js";

/** The project of most files. */
export const GATEWAY = "gateway";

/**
 * Mixes files that wait for processes with those that compute, so that neither leaves the processor to nobody, and
 * starts the longest of each first, so that no long one is left for the end. Vitest remembers how long each file took;
 * where it does not, such as in CI, those that say that they are long count as such. Projects stay together, because a
 * shared worker ends with its project.
 */
export function orderOfFiles({ processes, long }: Pick<KindsOfFiles, "processes" | "long">) {
  return class extends BaseSequencer {
    override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
      const sorted = await super.sort(files);
      const isApart = ({ project }: TestSpecification) => project.name !== GATEWAY;
      // The longest project last: at the end of each there is less and less to do for its workers.
      const apart = sorted.filter(isApart).toSorted((one, other) => one.project.name.localeCompare(other.project.name));
      const shared = sorted.filter((file) => !isApart(file));
      const unknown = shared.filter((file) => !this.isKnown(file) && isOneOf(long, file));
      const ordered = [...unknown, ...shared.filter((file) => !unknown.includes(file))];
      const waiting = ordered.filter((file) => isOneOf(processes, file));
      const computing = ordered.filter((file) => !waiting.includes(file));
      return [...apart, ...mixed(waiting, computing)];
    }

    private isKnown({ project, moduleId }: TestSpecification): boolean {
      const path = moduleId.slice(this.ctx.config.root.length + 1);
      return this.ctx.cache.getFileTestResults(`${project.name}:${path}`) !== undefined;
    }
  };
}

function isOneOf(paths: readonly string[], { moduleId }: TestSpecification): boolean {
  return paths.some((path) => moduleId.endsWith(`/${path}`));
}

/** Both lists in one, each in its own order and spread over the whole. */
function mixed<Item>(some: readonly Item[], others: readonly Item[]): Item[] {
  const placed = [some, others].flatMap((list) =>
    list.map((item, position) => ({ item, place: (position + 0.5) / list.length })),
  );
  return placed.toSorted((one, other) => one.place - other.place).map(({ item }) => item);
}
