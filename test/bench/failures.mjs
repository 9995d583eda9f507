/** What goes wrong in one part is noted in the report, and the rest goes on. */
export class Failures {
  /** `{ part, message }` each. */
  noted = [];

  /** Answers what `work` does, or undefined. */
  async of(part, work) {
    try {
      return await work();
    } catch (error) {
      this.note(part, error);
    }
  }

  note(part, error) {
    const message = error instanceof Error ? error.message : String(error);
    this.noted.push({ part, message });
    process.stderr.write(`\n${part} FAILED: ${message}\n`);
  }
}
