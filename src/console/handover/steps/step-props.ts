import type { Handover } from "../page/handover.js";
import type { LostSecret } from "./use-rotate.js";

/** What every dialog of the handover is given: it is there while it is open. */
export interface StepProps {
  application: Handover;
  onClose: () => void;
}

/** What those are given that issue a secret. */
export interface IssueProps extends StepProps {
  /** The application keeps a recipient key, to which its secrets are sealed. */
  isSealed: boolean;
  onLost: (lost: LostSecret) => void;
}
