import { type ReactNode, useEffect, useRef } from "react";
import { useViewer } from "../session/viewer-context.js";
import styles from "./page.module.css";

/** Whoever opens the console starts at its top; on the way to a further page the focus goes to its heading. */
let isFirstPage = true;

export interface PageProps {
  /** What the page is called: in its heading, and in the browser's title. */
  title: string;
  /** What stands above the heading: the way back. */
  crumb?: ReactNode;
  /** What stands below it. */
  note?: ReactNode;
  /** The buttons beside it. */
  actions?: ReactNode;
  children: ReactNode;
}

/** The frame of every page. A title may come from somebody: it is isolated from the text around it. */
export function Page({ title, crumb, note, actions, children }: PageProps) {
  const { organization } = useViewer();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · ${organization.name}`;
  }, [title, organization.name]);
  useEffect(() => {
    // A page that arrives behind a dialog leaves the focus there; the dialog gives it to the heading when it goes.
    const isBehind = heading.current?.closest("[aria-hidden=true]");
    if (!isFirstPage && !isBehind) heading.current?.focus({ preventScroll: true });
    isFirstPage = false;
  }, []);
  return (
    <>
      <div className={styles.head}>
        <div className={styles.titles}>
          {crumb && <div className={styles.crumb}>{crumb}</div>}
          <h1 ref={heading} tabIndex={-1}>
            <bdi>{title}</bdi>
          </h1>
          {note && <div className={styles.note}>{note}</div>}
        </div>
        {actions && <div className={styles.actions}>{actions}</div>}
      </div>
      {children}
    </>
  );
}
