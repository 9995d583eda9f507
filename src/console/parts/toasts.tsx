import { Toast } from "@base-ui/react/toast";
import type { ReactNode } from "react";
import styles from "./toasts.module.css";

/** Around the page: what `useTell` says appears at its foot for a few seconds, and is read out. */
export function Toasts({ children }: { children: ReactNode }) {
  return (
    <Toast.Provider>
      {children}
      <Toast.Portal>
        <Toast.Viewport className={styles.viewport}>
          <List />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  );
}

function List() {
  const { toasts } = Toast.useToastManager();
  return toasts.map((toast) => (
    <Toast.Root key={toast.id} toast={toast} className={styles.toast}>
      <Toast.Content>
        <Toast.Title />
      </Toast.Content>
    </Toast.Root>
  ));
}

/** Says that something was done. What went wrong stays where it happened, in a FailureNotice, and never here. */
export function useTell(): (what: string) => void {
  const { add } = Toast.useToastManager();
  return (what) => void add({ title: what });
}
