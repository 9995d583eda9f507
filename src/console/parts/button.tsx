import type { ComponentProps } from "react";
import styles from "./button.module.css";

export type ButtonTone = "plain" | "go" | "danger" | "emergency" | "quiet";

/**
 * `go` is the step that a page leads to, at most one of them; `danger` ends something, in red letters; `emergency` is
 * the one red button; `quiet` has no border. A busy one stays where it is and takes no second click.
 */
export function Button({
  tone = "plain",
  busy = false,
  className,
  disabled,
  onClick,
  ...rest
}: ComponentProps<"button"> & { tone?: ButtonTone; busy?: boolean }) {
  return (
    <button
      type="button"
      {...rest}
      className={[styles.button, styles[tone], className].filter(Boolean).join(" ")}
      disabled={disabled}
      // A disabled button would lose the focus.
      aria-disabled={busy || undefined}
      onClick={busy ? (event) => event.preventDefault() : onClick}
    />
  );
}
