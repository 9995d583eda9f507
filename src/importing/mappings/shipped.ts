import { djangoOAuthToolkit } from "./django-oauth-toolkit.js";
import { doorkeeper } from "./doorkeeper.js";
import type { Mapping } from "./mapping.js";

/** Mappings by the names under which a command takes them. */
export const SHIPPED_MAPPINGS: Record<string, Mapping> = {
  doorkeeper,
  "django-oauth-toolkit": djangoOAuthToolkit,
};
