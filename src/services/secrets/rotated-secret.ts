import type { ClientSecret } from "../../model/client-secret.js";
import type { ChosenCredentials } from "../../model/inputs/chosen-credentials.inputs.js";
import type { OAuthApplication } from "../../model/oauth-application.js";
import type { AnswerForms, ShownSecret } from "./sealing.js";

/** Options of a rotation that only some ways in use. */
export interface RotationOptions {
  /** A secret of the actor's choice, which no answer shows. */
  chosen?: ChosenCredentials;
  /** Which forms of the new secret the answer can show; plaintext by default. */
  forms?: AnswerForms;
}

/** What a rotation answers: the new secret as it is shown, its row, and the application after the change. */
export interface RotatedSecret extends ShownSecret {
  secret: ClientSecret;
  oauthApplication: OAuthApplication;
  /** The secret that was current before the rotation; null when there was none. */
  previousSecret: ClientSecret | null;
}
