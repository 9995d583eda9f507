import { Menu as Base } from "@base-ui/react/menu";
import { type ReactNode, useRef } from "react";
import styles from "./menu.module.css";

export interface MenuItem {
  label: ReactNode;
  onSelect: () => void;
  /** Ends something: red letters. */
  danger?: boolean;
}

/** A button that opens a list of further things to do. */
export function Menu({ label, children, items }: { label: string; children: ReactNode; items: readonly MenuItem[] }) {
  // At the end of the document it would stand in no landmark, where a screen reader that goes by them does not come.
  const landmark = useRef<HTMLElement>(null);
  return (
    <Base.Root
      onOpenChange={() => {
        landmark.current = document.querySelector("main") ?? document.body;
      }}
    >
      <Base.Trigger className={styles.trigger} aria-label={label}>
        {children}
      </Base.Trigger>
      <Base.Portal container={landmark}>
        <Base.Positioner className={styles.positioner} sideOffset={6} align="end">
          <Base.Popup className={styles.popup}>
            {items.map((item, position) => (
              <Base.Item
                // biome-ignore lint/suspicious/noArrayIndexKey: the items of a menu do not move.
                key={position}
                className={`${styles.item} ${item.danger ? styles.danger : ""}`}
                onClick={item.onSelect}
              >
                {item.label}
              </Base.Item>
            ))}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
