import { advice } from "./advice.js";
import { gatewayErrors } from "./gateway-errors.js";

/** What went wrong, each thing once. */
export function FailureNotice({ errors }: { errors: readonly unknown[] }) {
  const notices = new Set(errors.filter(Boolean).flatMap(gatewayErrors).map(advice));
  if (notices.size === 0) return null;
  return (
    <div role="alert">
      {[...notices].map((notice) => (
        <p key={notice}>{notice}</p>
      ))}
    </div>
  );
}
