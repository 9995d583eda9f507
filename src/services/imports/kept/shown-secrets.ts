import type { UpdateOAuthApplicationInput } from "../../../model/inputs/oauth-application.inputs.js";
import type { OAuthApplication } from "../../../model/oauth-application.js";
import { shows } from "../../credentials/spelled-secrets.js";

/** Texts that whoever may read an application sees, and without which it does all that it did. */
export const SHOWN_TEXTS = [
  "name",
  "description",
  "homepageUrl",
  "logoUrl",
  "privacyPolicyUrl",
  "termsOfServiceUrl",
] as const;

type Without = Partial<Pick<UpdateOAuthApplicationInput, (typeof SHOWN_TEXTS)[number]>>;

/** What stands instead of those texts of an application that show one of these secrets. */
export function withoutShown(application: OAuthApplication, secrets: readonly string[]): Without {
  const instead = { name: application.clientId, description: "" };
  const showing = SHOWN_TEXTS.filter((field) => shows(secrets, application[field] ?? ""));
  return Object.fromEntries(
    showing.map((field) => [field, field === "name" || field === "description" ? instead[field] : null]),
  );
}
