import { afterEach } from "vitest";
import { tellUnexpectedEnds } from "./last-words.js";

// Vitest's setup file: whatever else a test says about a gateway that is gone, this is why.
afterEach(tellUnexpectedEnds);
