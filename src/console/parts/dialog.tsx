import { Dialog as Base } from "@base-ui/react/dialog";
import { type ReactNode, useEffect } from "react";
import styles from "./dialog.module.css";

export interface DialogProps {
  open: boolean;
  /** Called when the person closes it; leave out for a dialog that only its own buttons close. */
  onClose?: () => void;
  title: ReactNode;
  /** One sentence of what this is about. */
  description?: ReactNode;
  children: ReactNode;
  /** The buttons at its foot, the leading one last. */
  actions?: ReactNode;
}

/** A question over the page: the focus stays inside it, and goes back to where it was. */
export function Dialog({ open, onClose, title, description, children, actions }: DialogProps) {
  useEffect(() => {
    if (!open) return;
    return () => void setTimeout(focusSomething);
  }, [open]);
  return (
    <Base.Root
      open={open}
      onOpenChange={(next, details) => {
        if (next) return;
        if (onClose) onClose();
        else details.cancel();
      }}
      disablePointerDismissal={!onClose}
    >
      <Base.Portal>
        <Base.Backdrop className={styles.backdrop} />
        <Base.Viewport className={styles.viewport}>
          <Base.Popup className={styles.popup}>
            <Base.Title className={styles.title}>{title}</Base.Title>
            {description && <Base.Description className={styles.description}>{description}</Base.Description>}
            <div className={styles.body}>{children}</div>
            {actions && <div className={styles.actions}>{actions}</div>}
          </Base.Popup>
        </Base.Viewport>
      </Base.Portal>
    </Base.Root>
  );
}

/** The button that opened a dialog may be gone with what was done in it: the focus goes to the page's heading then. */
function focusSomething(): void {
  if (document.activeElement !== document.body) return;
  document.querySelector<HTMLElement>("main h1")?.focus({ preventScroll: true });
}
