import type { Permission } from "../../../../src/model/permission.js";
import type { DialectAnswer, DialectName } from "../dialects.js";

/** How a request is made; `key` names the application in the dialect's paths. */
export interface Call {
  method: string;
  path(organizationId: string, key: string): string;
  body?(key: string): unknown;
  status: number;
  /** The permissions that a token needs for it. */
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

/** The promises of one dialect: all four promise the same, each in its own words. */
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
  /** The dialect's words for an application's name and client id. */
  names: { name: string; clientId: string };
  /** The whole body of a refusal, by its status and message, and the field of bad input. */
  refusal(requestId: string, status: number, message: string, field?: string): unknown;
  inputStatus: 400 | 422;
}

export interface CreatedByDialect {
  /** Names the application in paths. */
  key: string;
  clientId: string;
  clientSecret: string;
}

/** The secret that a rotation chooses; so long that parts of it appear nowhere by coincidence. */
export const CHOSEN_SECRET = "Chosen-secret/of-the-caller+that-is-fifty-three-long_1";
