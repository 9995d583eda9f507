import { type ReactNode, useId } from "react";
import { Button, type ButtonTone } from "./button.js";
import { Dialog } from "./dialog.js";
import styles from "./form.module.css";

export interface FormDialogProps {
  title: ReactNode;
  /** One sentence of what this is about. */
  description: ReactNode;
  /** What the button says that closes it and does nothing. */
  leave?: string;
  /** What the button says that sends it. */
  go: string;
  tone?: ButtonTone;
  busy: boolean;
  /** Whether it stays until an answer is there, which has to be shown. */
  staysWhileBusy?: boolean;
  onClose: () => void;
  /** Called with the form when it is sent, by its button or by Enter. */
  onSend: (form: HTMLFormElement) => Promise<void>;
  children: ReactNode;
}

/** A question over the page that is answered by a form. */
export function FormDialog({
  title,
  description,
  leave = "Cancel",
  go,
  tone = "go",
  busy,
  staysWhileBusy = false,
  onClose,
  onSend,
  children,
}: FormDialogProps) {
  const form = useId();
  const stays = busy && staysWhileBusy;
  return (
    <Dialog
      open
      onClose={stays ? undefined : onClose}
      title={title}
      description={description}
      actions={
        <>
          <Button onClick={onClose} disabled={stays}>
            {leave}
          </Button>
          <Button type="submit" form={form} tone={tone} busy={busy}>
            {go}
          </Button>
        </>
      }
    >
      <form
        id={form}
        className={styles.form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void onSend(event.currentTarget);
        }}
      >
        {children}
      </form>
    </Dialog>
  );
}
