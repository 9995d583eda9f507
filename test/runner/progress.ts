import { DefaultReporter, type TestModule, type TestSpecification } from "vitest/node";

const SLOWEST = 10;
/** After so long without a finished file, the running ones are named. */
const QUIET_MS = 20_000;

type RunEnd = Parameters<DefaultReporter["onTestRunEnd"]>;

/**
 * Prints a line for each finished file with the progress of the run, and at the end the failures and the slowest files.
 */
export class ProgressReporter extends DefaultReporter {
  private files = 0;
  private ended = 0;
  private passed = 0;
  private failed = 0;
  private readonly running = new Map<string, number>();
  private quiet: NodeJS.Timeout | undefined;

  constructor() {
    super({ summary: false });
  }

  override onTestRunStart(specifications: ReadonlyArray<TestSpecification>): void {
    super.onTestRunStart(specifications);
    this.files = specifications.length;
    this.quiet = setInterval(() => this.nameRunning(), QUIET_MS).unref();
  }

  onTestModuleStart(module: TestModule): void {
    this.running.set(this.relative(module.moduleId), performance.now());
  }

  override printTestModule(module: TestModule): void {
    const state = module.state();
    if (state === "queued" || state === "pending") return;
    this.running.delete(this.relative(module.moduleId));
    this.quiet?.refresh();
    this.ended += 1;
    for (const test of module.children.allTests()) {
      if (test.ok()) this.passed += test.result().state === "passed" ? 1 : 0;
      else this.failed += 1;
    }
    if (state === "failed" || this.renderSucceed) super.printTestModule(module);
    const seconds = secondsOf(module.diagnostic().duration);
    this.log(`${this.progress()}  ${this.relative(module.moduleId)} ${state} in ${seconds}`);
  }

  override onTestRunEnd(...[modules, errors, reason]: RunEnd): void {
    clearInterval(this.quiet);
    super.onTestRunEnd(modules, errors, reason);
    if (modules.length < SLOWEST) return;
    const slowest = modules
      .map((module) => ({ path: this.relative(module.moduleId), duration: module.diagnostic().duration }))
      .toSorted((one, other) => other.duration - one.duration)
      .slice(0, SLOWEST);
    this.log("The slowest files:");
    for (const { path, duration } of slowest) this.log(`${secondsOf(duration).padStart(9)}  ${path}`);
    this.log("");
  }

  private progress(): string {
    const seconds = Math.floor((performance.now() - this.start) / 1000);
    const elapsed = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
    return `${elapsed}  ${this.ended} of ${this.files} files, ${this.passed} passed, ${this.failed} failed`;
  }

  private nameRunning(): void {
    const now = performance.now();
    const names = [...this.running].map(([path, since]) => `${path} for ${secondsOf(now - since)}`);
    this.log(`${this.progress()}  ${names.length > 0 ? `running: ${names.join(", ")}` : "preparing"}`);
  }
}

function secondsOf(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}
