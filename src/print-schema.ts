import { writeFile } from "node:fs/promises";
import { printSchema } from "./graphql/schema.js";

// `npm run schema`: writes schema.graphql anew.
await writeFile("schema.graphql", await printSchema());
