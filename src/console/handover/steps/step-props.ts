import type { Handover } from "../page/handover.js";

/** What every dialog of the handover is given: it is there while it is open. */
export interface StepProps {
  application: Handover;
  onClose: () => void;
}
