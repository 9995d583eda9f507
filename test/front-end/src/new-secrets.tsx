import type { ApolloClient, InMemoryCache } from "@apollo/client";
import { createContext, type ReactNode, useContext, useEffect, useState } from "react";

type ShowSecret = (name: string, secret: string) => void;

const Context = createContext<ShowSecret>(() => undefined);

/** Shows a new secret under its application's name, whatever becomes of the component that asked for it. */
export const useShowSecret = () => useContext(Context);

/** Takes an answer's secret away from Apollo Client, whose cache remembers what it has read of answers that it dropped. */
export function forgetAnswer({ client, reset }: { client: ApolloClient; reset: () => void }): void {
  reset();
  (client.cache as InMemoryCache).gc({ resetResultCache: true });
}

/** New secrets, above everything that can fail or go away, until each has been stored. */
export function NewSecrets({ children }: { children: ReactNode }) {
  const [secrets, setSecrets] = useState<{ key: number; name: string; secret: string }[]>([]);
  const [show] = useState((): ShowSecret => {
    // React would remember a key that is the secret itself.
    let count = 0;
    return (name, secret) => {
      const key = ++count;
      setSecrets((others) => [...others, { key, name, secret }]);
    };
  });
  const stored = (done: number) => setSecrets((others) => others.filter(({ key }) => key !== done));
  useEffect(() => {
    if (secrets.length === 0) return;
    const ask = (leaving: BeforeUnloadEvent) => leaving.preventDefault();
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, [secrets.length]);
  return (
    <Context value={show}>
      {secrets.map(({ key, name, secret }) => (
        <p key={key}>
          {`New secret of ${name}: `}
          <output>{secret}</output>{" "}
          <button type="button" onClick={() => stored(key)}>
            I have stored it
          </button>
        </p>
      ))}
      {children}
    </Context>
  );
}
