import { advice } from "./advice.js";
import { gatewayErrors } from "./gateway-errors.js";

export function FailureNotice({ error }: { error: unknown }) {
  if (!error) return null;
  const notices = new Set(gatewayErrors(error).map(advice));
  return (
    <div role="alert">
      {[...notices].map((notice) => (
        <p key={notice}>{notice}</p>
      ))}
    </div>
  );
}
