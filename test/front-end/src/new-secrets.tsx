import { createContext, type ReactNode, useContext, useEffect, useState } from "react";

type ShowSecret = (name: string, secret: string) => void;

const Context = createContext<ShowSecret>(() => undefined);

/** Shows a new secret under its application's name, whatever becomes of the component that asked for it. */
export const useShowSecret = () => useContext(Context);

/** New secrets, above everything that can fail or go away, until each has been stored: then nothing of the page knows it. */
export function NewSecrets({ children }: { children: ReactNode }) {
  const [secrets, setSecrets] = useState<{ name: string; secret: string }[]>([]);
  const [show] = useState((): ShowSecret => (name, secret) => setSecrets((others) => [...others, { name, secret }]));
  const stored = (done: string) => setSecrets((others) => others.filter(({ secret }) => secret !== done));
  useEffect(() => {
    if (secrets.length === 0) return;
    const ask = (leaving: BeforeUnloadEvent) => leaving.preventDefault();
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, [secrets.length]);
  return (
    <Context value={show}>
      {secrets.map(({ name, secret }) => (
        <p key={secret}>
          {`New secret of ${name}: `}
          <output>{secret}</output>{" "}
          <button type="button" onClick={() => stored(secret)}>
            I have stored it
          </button>
        </p>
      ))}
      {children}
    </Context>
  );
}
