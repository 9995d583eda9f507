import type { SharedNote } from "../../services/imports/brought-client.js";
import { SourceFields } from "../source-fields.js";
import { scopesOr } from "../unsaid-scopes.js";
import { broughtClient } from "./draft.js";
import { jsonFormat } from "./format.js";
import { REGISTRATION_FATES, registrationDraft } from "./registration.js";

/** What a server answers to a dynamic registration (RFC 7591 §3.2.1), or keeps of it. */
export const rfc7591 = jsonFormat({
  fates: REGISTRATION_FATES,
  takes: ["secrets", "grants", "scopes"],
  secretsAdvice: "A server answers client_secret to the registration (RFC 7591 §3.2.1), or has it in what it keeps.",
  clientId: ["client_id"],
  clientOf(value, options) {
    const fields = new SourceFields(value, REGISTRATION_FATES);
    const sharedNotes: SharedNote[] = [];
    const draft = registrationDraft(fields, options);
    // A server may have scopes for all that name none (RFC 7591 §2).
    draft.settings.scopes = scopesOr(draft.settings.scopes, options, sharedNotes);
    draft.kept = ["rfc7591", fields.rest(draft.notes, sharedNotes)];
    return broughtClient({ ...draft, sharedNotes });
  },
});
