import { BaseSequencer, type TestSpecification } from "vitest/node";

/**
 * Starts the longest files first, so that no long one is left for the end. Vitest remembers how long each file took;
 * where it does not, such as in CI, files that wait for processes come first. Projects stay together, because a shared
 * worker ends with its project.
 */
export function longestFirst(processes: readonly string[]) {
  return class extends BaseSequencer {
    override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
      const rankOf = (file: TestSpecification) => {
        if (file.project.config.isolate) return file.project.name;
        return this.isKnown(file) || !processes.some((path) => file.moduleId.endsWith(`/${path}`)) ? "~~" : "~";
      };
      const ranked = (await super.sort(files)).map((file) => ({ file, rank: rankOf(file) }));
      return ranked.toSorted((one, other) => (one.rank < other.rank ? -1 : 1)).map(({ file }) => file);
    }

    private isKnown({ project, moduleId }: TestSpecification): boolean {
      const path = moduleId.slice(this.ctx.config.root.length + 1);
      return this.ctx.cache.getFileTestResults(`${project.name}:${path}`) !== undefined;
    }
  };
}
