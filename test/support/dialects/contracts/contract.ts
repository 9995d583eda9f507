import type { Permission } from "../../../../src/model/permission.js";
import type { DialectAnswer, DialectName } from "../dialects.js";

/** How one request is made; `key` is what names the application in the dialect's paths. */
export interface Call {
  method: string;
  path(organizationId: string, key: string): string;
  body?(key: string): unknown;
  status: number;
  /** What a token must have for it. */
  needs: Permission[];
}

export interface Rotation extends Call {
  title: string;
  /** The exact names in the answer; undefined for an answer without a body. */
  keys: string[] | undefined;
  secretOf(answer: DialectAnswer): string;
  /** Whether the older secret works beside the new one. */
  oldOneWorks: boolean;
  /** How the overlap ends, where there is one. */
  end?: Call & { answer(key: string): unknown };
}

/** What one dialect promises where all four promise the same thing in their own words. */
export interface Contract {
  dialect: DialectName;
  wayIn: string;
  creation(name: string): Record<string, unknown>;
  create: Call & { keys: string[]; createdOf(body: DialectAnswer["body"]): CreatedByDialect };
  get: Call & { keys: string[]; applicationOf(body: DialectAnswer["body"]): Record<string, unknown> };
  list: Call & { applicationsOf(body: DialectAnswer["body"]): Record<string, unknown>[] };
  /** Gives the application the name "Renamed". */
  update?: Call;
  delete: Call & { answer(key: string): unknown };
  rotations: [Rotation, ...Rotation[]];
  /** The names of an application's name and of its client id. */
  names: { name: string; clientId: string };
  /** The whole body of a refusal, given its code and message, and the field of bad input. */
  refusal(requestId: string, status: number, message: string, field?: string): unknown;
  inputStatus: 400 | 422;
}

export interface CreatedByDialect {
  /** What names the application in paths. */
  key: string;
  clientId: string;
  clientSecret: string;
}

/** What the next rotation to a secret of the caller's choice chooses; long enough for parts of it to be no coincidence. */
export const CHOSEN_SECRET = "Chosen-secret/of-the-caller+that-is-fifty-three-long_1";
