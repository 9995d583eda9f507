import type { DataSource } from "typeorm";
import { DomainError } from "../model/domain-error.js";

/** A data source that is opened when it is first asked for. One that could not be opened is tried again. Once it is closed it stays so. */
export class LateDataSource {
  private opened: Promise<DataSource> | undefined;
  private isClosed = false;

  constructor(private readonly make: () => DataSource) {}

  async get(): Promise<DataSource> {
    if (this.isClosed) throw DomainError.stopping();
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
    this.isClosed = true;
    const dataSource = await this.opened?.catch(() => undefined);
    await dataSource?.destroy();
  }
}
