import {
  MAX_DIALECT_SETTINGS_BYTES,
  MAX_DIALECT_SETTINGS_DEPTH,
} from "../../../model/inputs/oauth-application-settings.inputs.js";

/** Levels around a value: the settings and their dialect. */
const AROUND = 2;

/** Why something is not kept for which there is no room. */
export const NO_ROOM = `Not kept, since dialectSettings hold at most ${MAX_DIALECT_SETTINGS_BYTES} bytes, nested at most ${MAX_DIALECT_SETTINGS_DEPTH} levels deep`;

/** The room that `dialectSettings` have beside what is there: as JSON, to the byte. */
export class KeptRoom {
  private bytes: number;

  constructor(there: readonly (readonly [dialect: string, settings: object])[]) {
    this.bytes = sizeOf(Object.fromEntries(there));
  }

  /** A dialect's settings, which are there, with as many of `more` as there is room for; `onOver` is told the names of the others. */
  fill(settings: object, more: object, onOver: (name: string) => void): object {
    const kept = Object.entries(settings);
    for (const [name, value] of Object.entries(more)) {
      const separators = kept.length > 0 ? 2 : 1;
      const bytes = this.bytes + sizeOf(name) + sizeOf(value) + separators;
      if (bytes > MAX_DIALECT_SETTINGS_BYTES || depthOf(value) > MAX_DIALECT_SETTINGS_DEPTH - AROUND) {
        onOver(name);
        continue;
      }
      this.bytes = bytes;
      kept.push([name, value]);
    }
    return Object.fromEntries(kept);
  }
}

function sizeOf(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value));
}

function depthOf(value: unknown): number {
  if (typeof value !== "object" || value === null) return 0;
  return Object.values(value).reduce<number>((deepest, item) => Math.max(deepest, depthOf(item)), 0) + 1;
}
