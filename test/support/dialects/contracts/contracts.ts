import { clerk } from "./clerk.js";
import { cloudflare } from "./cloudflare.js";
import type { Contract } from "./contract.js";
import { csp } from "./csp.js";
import { meteroid } from "./meteroid.js";

export const CONTRACTS: Contract[] = [clerk, cloudflare, meteroid, csp];
