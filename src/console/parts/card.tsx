import { type ReactNode, useId } from "react";
import styles from "./card.module.css";

/** A part of a page with a heading of its own; `note` stands beside it, in small letters. */
export function Card({ title, note, children }: { title?: ReactNode; note?: ReactNode; children: ReactNode }) {
  const id = useId();
  return (
    <section className={styles.card} aria-labelledby={title ? id : undefined}>
      {title && (
        <header className={styles.head}>
          <h2 id={id}>{title}</h2>
          {note && <span className={styles.note}>{note}</span>}
        </header>
      )}
      {children}
    </section>
  );
}

/** The padding that a card's text and forms have. */
export function CardBody({ children }: { children: ReactNode }) {
  return <div className={styles.body}>{children}</div>;
}

/** The buttons at a card's foot, with what is to be said before they are pressed. */
export function CardActions({ note, children }: { note?: ReactNode; children: ReactNode }) {
  return (
    <footer className={styles.actions}>
      <span className={styles.grow}>{note}</span>
      {children}
    </footer>
  );
}
