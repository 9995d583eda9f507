import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useEffectEvent,
  useRef,
  useState,
} from "react";
import { createPortal } from "react-dom";
import styles from "./toasts.module.css";
import { useFreeEdge } from "./use-free-edge.js";

const SHOWN_MILLISECONDS = 5000;
const SHOWN_AT_MOST = 3;

interface Told {
  id: number;
  what: string;
}

const Tell = createContext<(what: string) => void>(() => {});

/**
 * Around the page: what `useTell` says appears at its foot for a few seconds, longer while somebody points at it, and is
 * read out. It goes to the head, or is only read out, where it would cover the field or the buttons in use. It stands at
 * the document's end, where an open dialog does not hide it from a screen reader.
 */
export function Toasts({ children }: { children: ReactNode }) {
  const [told, setTold] = useState<readonly Told[]>([]);
  const [isHeld, setHeld] = useState(false);
  const count = useRef(0);
  const viewport = useRef<HTMLDivElement>(null);
  const edge = useFreeEdge(viewport, told.length > 0);
  const tell = useCallback((what: string) => {
    const id = count.current++;
    setTold((before) => [...before, { id, what }].slice(-SHOWN_AT_MOST));
  }, []);
  return (
    <Tell value={tell}>
      {children}
      {createPortal(
        <div
          role="status"
          aria-live="polite"
          ref={viewport}
          className={styles.viewport}
          data-edge={edge}
          onPointerEnter={() => setHeld(true)}
          onPointerLeave={() => setHeld(false)}
        >
          {told.map(({ id, what }) => (
            <Toast
              key={id}
              what={what}
              isHeld={isHeld}
              onOver={() => setTold((before) => before.filter((one) => one.id !== id))}
            />
          ))}
        </div>,
        document.body,
      )}
    </Tell>
  );
}

function Toast({ what, isHeld, onOver }: { what: string; isHeld: boolean; onOver: () => void }) {
  const over = useEffectEvent(onOver);
  useEffect(() => {
    if (isHeld) return;
    const timer = setTimeout(() => over(), SHOWN_MILLISECONDS);
    return () => clearTimeout(timer);
  }, [isHeld]);
  return <p className={styles.toast}>{what}</p>;
}

/** Says that something was done. What went wrong stays where it happened, in a FailureNotice, and never here. */
export function useTell(): (what: string) => void {
  return useContext(Tell);
}
