import { writerDataSource } from "./src/database/data-source.js";

/** The data source of the TypeORM command line (`npm run migration:…`), for the database in DATABASE_URL. */
export default writerDataSource(process.env.DATABASE_URL ?? "sqlite:./data/gateway.sqlite", 1);
