import { useState } from "react";
import { Button } from "../../parts/button.js";
import { Copy } from "../../parts/copy.js";
import { Dialog } from "../../parts/dialog.js";
import { downloadSecret } from "./download-secret.js";
import { fileNameOf } from "./file-name.js";
import { HandoverPicture } from "./handover-picture.js";
import styles from "./secret-dialog.module.css";
import type { SecretDialogProps } from "./shown-secrets.js";
import { letLeave, useLeavingAsks } from "./use-leaving-asks.js";

const ASKED_ID = "secret-is-it-stored";

/** A secret, once. Only the person closes it: Escape, a click beside it and Back ask, and nothing else takes it away. */
export function SecretDialog({ secret, onClosed }: SecretDialogProps) {
  const [isAsking, setAsking] = useState(false);
  useLeavingAsks(() => setAsking(true));
  const close = () => {
    letLeave();
    onClosed();
  };
  const command = `npm run -s cli -- secret open --key FILE <${fileNameOf(secret)}`;
  const { kind, name, clientId, plaintext, isSealed = false, note, handover } = secret;
  return (
    <Dialog
      open
      onClose={() => setAsking(true)}
      title={
        <>
          {handover === "beside" || handover === "instead" ? "The new" : "The"} {kind} of <bdi>{name}</bdi>
        </>
      }
      description={
        isSealed
          ? "Sealed to the application's recipient key, and shown this once. Take it to where the private key is, and open it there."
          : "Shown this once. Store it where it is needed before you close this."
      }
      actions={
        <>
          <Button onClick={() => downloadSecret(secret)}>Download as {isSealed ? ".jwe" : ".env"}</Button>
          <Button tone="go" onClick={close}>
            I have stored it
          </Button>
        </>
      }
    >
      {handover && <HandoverPicture handover={handover} />}
      <dl className={styles.values}>
        {clientId && (
          <div className={styles.value}>
            <dt>Client id</dt>
            <dd>
              <code translate="no">{clientId}</code>
              <Copy text={clientId} what="client id" />
            </dd>
          </div>
        )}
        <div className={styles.value}>
          <dt>{kind === "API token" ? "Token" : isSealed ? "Sealed client secret" : "Client secret"}</dt>
          <dd>
            <code translate="no" className={styles.secret}>
              {plaintext}
            </code>
            <Copy text={plaintext} what={isSealed ? `sealed ${kind}` : kind} />
          </dd>
        </div>
        {isSealed && (
          <div className={styles.value}>
            <dt>What opens it, in a checkout of the gateway; FILE has the private key</dt>
            <dd>
              <code translate="no">
                {command.split(/(?<= )(-\S+)/).map((part) => (
                  <span key={part} className={part.startsWith("-") ? styles.option : undefined}>
                    {part}
                  </span>
                ))}
              </code>
              <Copy text={command} what="command" />
            </dd>
          </div>
        )}
      </dl>
      {note && <p className={styles.note}>{note}</p>}
      {isAsking && (
        <div className={styles.ask} role="alertdialog" aria-labelledby={ASKED_ID}>
          <p id={ASKED_ID}>Have you stored it? Once this is closed nobody can see it again.</p>
          <div className={styles.answers}>
            <Button autoFocus onClick={() => setAsking(false)}>
              Not yet, keep it here
            </Button>
            <Button tone="danger" onClick={close}>
              Close it
            </Button>
          </div>
        </div>
      )}
    </Dialog>
  );
}
