import type { ReactNode } from "react";
import { Link } from "wouter";
import type { ButtonTone } from "./button.js";
import styles from "./button.module.css";

/** A link to another page of the console that looks like a button. */
export function LinkButton({
  href,
  tone = "plain",
  children,
}: {
  href: string;
  tone?: ButtonTone;
  children: ReactNode;
}) {
  return (
    <Link href={href} className={`${styles.button} ${styles[tone]}`}>
      {children}
    </Link>
  );
}
