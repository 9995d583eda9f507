import { advice } from "../api/advice.js";
import type { GatewayError } from "../api/gateway-errors.js";
import { Notice } from "./notice.js";

/** What the gateway refused, each thing once. */
export function RefusalNotice({ refusals, asked }: { refusals: readonly GatewayError[]; asked?: "read" }) {
  const notices = new Set(refusals.map((refusal) => advice(refusal, asked)));
  if (notices.size === 0) return null;
  return (
    <Notice tone="bad">
      {[...notices].map((notice) => (
        <p key={notice}>{notice}</p>
      ))}
    </Notice>
  );
}
