import als from "oidc-provider/lib/helpers/als.js";
import { afterAll } from "vitest";

// Vitest's setup file. From oidc-provider's first request on, Node before 24 follows each promise of the process: a fifth
// of what a request computes, also in the files that come later and send it none. Its next request begins it again.
afterAll(() => als.disable());
