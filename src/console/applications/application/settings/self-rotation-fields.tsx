import { Button } from "../../../parts/button.js";
import { CheckField, TextArea } from "../../../parts/field.js";
import type { SecretFieldsProps } from "./fields-props.js";
import { KeyInWords } from "./key-in-words.js";
import { LABELS } from "./labels.js";
import { keyOfText, problemOfKey } from "./recipient-key.js";
import styles from "./settings.module.css";

/** To whom new secrets are sealed, and whether the application fetches them itself. */
export function SelfRotationFields({ draft, change, errorOf, keepsKey }: SecretFieldsProps) {
  const text = draft.secretRecipientKey;
  const key = problemOfKey(text) ? undefined : keyOfText(text);
  return (
    <>
      <div className={styles.key}>
        <TextArea
          label={LABELS.secretRecipientKey}
          hint="A public JWK: RSA of 2048 to 4096 bits, P-256, P-384 or X25519. Only who has its private key reads a new secret then, and nobody who rotates. Empty: new secrets are shown in plaintext."
          error={errorOf("secretRecipientKey")}
          value={text}
          onChange={(event) => change({ secretRecipientKey: event.target.value })}
          spellCheck={false}
        />
        {key && (
          <p>
            <KeyInWords jwk={key} />
          </p>
        )}
        {keepsKey && text && <Button onClick={() => change({ secretRecipientKey: "" })}>Remove the key</Button>}
      </div>
      <CheckField
        label={LABELS.selfRotationEnabled}
        hint="With a secret that works, at /oauth/client_secret: nobody carries the new one, and one that reaches nobody is undone. Whoever else has its secret may do so, too, and reads the new one unless that is sealed to a key."
        error={errorOf("selfRotationEnabled")}
        checked={draft.selfRotationEnabled}
        onChange={(event) => change({ selfRotationEnabled: event.target.checked })}
      />
    </>
  );
}
