import { gatewayErrors, isHidden } from "../api/gateway-errors.js";
import { RefusalNotice } from "./refusal-notice.js";

/** What went wrong with a change or, if so, with a question; each thing once. */
export function FailureNotice({ errors, asked }: { errors: readonly unknown[]; asked?: "read" }) {
  const told = errors.filter(Boolean).flatMap(gatewayErrors);
  return <RefusalNotice refusals={told.filter((error) => !isHidden(error))} asked={asked} />;
}
