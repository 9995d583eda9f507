export class Failures {
  readonly noted: readonly { part: string; message: string }[];
  of<T>(part: string, work: () => Promise<T>): Promise<T | undefined>;
  note(part: string, error: Error): void;
}
