import { auth0 } from "./auth0.js";
import type { Format } from "./format.js";
import { hydra } from "./hydra.js";
import { keycloak } from "./keycloak.js";
import { own } from "./own.js";
import { rfc7591 } from "./rfc7591.js";
import { table } from "./table.js";

export const FORMAT_NAMES = ["keycloak", "hydra", "auth0", "rfc7591", "table", "own"] as const;
export type FormatName = (typeof FORMAT_NAMES)[number];

/** Each format that clients may come in, by the name that a command has for it. */
export const FORMATS: Record<FormatName, Format> = { keycloak, hydra, auth0, rfc7591, table, own };
