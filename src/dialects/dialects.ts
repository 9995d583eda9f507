import { clerk } from "./clerk.js";
import { cloudflare } from "./cloudflare.js";
import { csp } from "./csp.js";
import type { Dialect } from "./dialect.js";
import { meteroid } from "./meteroid.js";

/** All dialects. No two of their paths collide, so one origin serves them all. */
export const DIALECTS: readonly Dialect[] = [clerk, cloudflare, meteroid, csp];
