import { DomainError } from "../../../model/domain-error.js";
import { CreateOAuthApplicationInput } from "../../../model/inputs/oauth-application.inputs.js";
import { validateInput } from "../../validation.js";

/** Whether the rules of settings refuse none. */
export function isSound(settings: CreateOAuthApplicationInput): boolean {
  return problemIn(settings) === undefined;
}

/** Why the rules of a setting refuse a value, without its path; undefined where they do not. */
export function problemOf(setting: keyof CreateOAuthApplicationInput, value: unknown): string | undefined {
  const input = Object.assign(new CreateOAuthApplicationInput(), { name: setting, [setting]: value });
  return problemIn(input)?.replace(/^\S+ /, "");
}

function problemIn(input: CreateOAuthApplicationInput): string | undefined {
  try {
    validateInput(input);
    return undefined;
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return error.message;
  }
}
