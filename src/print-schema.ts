import { writeFile } from "node:fs/promises";
import { printSchema } from "./graphql/schema.js";

// Called by `npm run schema`.
await writeFile("schema.graphql", await printSchema());
