import { clerk } from "./clerk.js";
import { cloudflare } from "./cloudflare.js";
import { csp } from "./csp.js";
import type { Dialect } from "./dialect.js";
import { meteroid } from "./meteroid.js";

/** All of them. Their paths do not meet, so one origin serves them side by side. */
export const DIALECTS: readonly Dialect[] = [clerk, cloudflare, meteroid, csp];
