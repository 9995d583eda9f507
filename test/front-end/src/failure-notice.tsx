import { advice } from "./advice.js";
import { type GatewayError, gatewayErrors } from "./gateway-errors.js";

/** A field within an answer that is not for this visitor: that is said where it would stand. */
const isHidden = ({ code, path = [] }: GatewayError) => code === "FORBIDDEN" && path.length > 1;

/** What went wrong with a change or, if so, with a question; each thing once. */
export function FailureNotice({ errors, asked }: { errors: readonly unknown[]; asked?: "read" }) {
  const told = errors.filter(Boolean).flatMap(gatewayErrors);
  const notices = new Set(told.filter((error) => !isHidden(error)).map((error) => advice(error, asked)));
  if (notices.size === 0) return null;
  return (
    <div role="alert">
      {[...notices].map((notice) => (
        <p key={notice}>{notice}</p>
      ))}
    </div>
  );
}
