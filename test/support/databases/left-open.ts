import { afterAll } from "vitest";
import { tellOpenDatabases } from "./open-databases.js";

// Vitest's setup file: its hook comes first, and so runs after all those of the test file.
afterAll(tellOpenDatabases);
