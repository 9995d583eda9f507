import { advice } from "../api/advice.js";
import { gatewayErrors, isHidden } from "../api/gateway-errors.js";
import { Notice } from "./notice.js";

/** What went wrong with a change or, if so, with a question; each thing once. */
export function FailureNotice({ errors, asked }: { errors: readonly unknown[]; asked?: "read" }) {
  const told = errors.filter(Boolean).flatMap(gatewayErrors);
  const notices = new Set(told.filter((error) => !isHidden(error)).map((error) => advice(error, asked)));
  if (notices.size === 0) return null;
  return (
    <Notice tone="bad">
      {[...notices].map((notice) => (
        <p key={notice}>{notice}</p>
      ))}
    </Notice>
  );
}
