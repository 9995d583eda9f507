import type { Permission } from "../model/permission.js";

/** Objects whose reader reached them by another right than the permission that guards what they hold. */
const passes = new WeakMap<object, Permission>();

/** Lets the reader of an object reach what it holds without this permission. */
export function letPass(holder: object, permission: Permission): void {
  passes.set(holder, permission);
}

/** Whether what an object holds may be reached without this permission. */
export function isLetPass(holder: unknown, permission: Permission): boolean {
  return typeof holder === "object" && holder !== null && passes.get(holder) === permission;
}

/** What holds for an object holds for those between it and what it holds. */
export function letPassAlike(holder: object, between: readonly object[]): void {
  const permission = passes.get(holder);
  if (permission) for (const one of between) passes.set(one, permission);
}
