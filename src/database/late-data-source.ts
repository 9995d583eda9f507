import type { DataSource } from "typeorm";

/** A data source that is opened when it is first asked for. One that could not be opened is tried again. */
export class LateDataSource {
  private opened: Promise<DataSource> | undefined;

  constructor(private readonly make: () => DataSource) {}

  get(): Promise<DataSource> {
    this.opened ??= this.make()
      .initialize()
      .catch((error: unknown) => {
        this.opened = undefined;
        throw error;
      });
    return this.opened;
  }

  /** Closes it, also while it is being opened. */
  async destroy(): Promise<void> {
    const dataSource = await this.opened?.catch(() => undefined);
    await dataSource?.destroy();
  }
}
