import { useEffect, useState } from "react";
import { advice } from "../api/advice.js";
import { gatewayErrors } from "../api/gateway-errors.js";
import { Button } from "../parts/button.js";
import { Notice } from "../parts/notice.js";
import { useSession } from "./session-context.js";
import type { Choosing } from "./session-state.js";
import styles from "./sign-in.module.css";

/** Where a user of several organizations says in which they want to be. */
export function ChooseOrganization({ choosing }: { choosing: Choosing }) {
  const session = useSession();
  const [chosen, setChosen] = useState<string>();
  const [failure, setFailure] = useState<string>();
  useEffect(() => {
    document.title = "Choose an organization · OAuth applications";
  }, []);
  const choose = async (id: string) => {
    setChosen(id);
    const error = await choosing.choose(id);
    setChosen(undefined);
    const [first] = error ? gatewayErrors(error) : [];
    setFailure(first && advice(first, "read"));
  };
  return (
    <main className={styles.page}>
      <div className={styles.column}>
        <h1>Where do you want to go?</h1>
        <p className={styles.lead}>
          You are a member of several organizations. You can go over to another at any time.
        </p>
        {failure && <Notice tone="bad">{failure}</Notice>}
        <ul className={styles.choices}>
          {choosing.memberships.map(({ id, role, organization }) => (
            <li key={id}>
              <button
                type="button"
                className={styles.choice}
                aria-disabled={chosen !== undefined || undefined}
                onClick={chosen === undefined ? () => void choose(organization.id) : undefined}
              >
                <bdi className={styles.choiceName}>{organization.name}</bdi>
                <span className={styles.choiceMore}>
                  {organization.slug} · {role}
                </span>
              </button>
            </li>
          ))}
        </ul>
        <div>
          <Button tone="quiet" onClick={() => session.signOut()}>
            Sign out
          </Button>
        </div>
      </div>
    </main>
  );
}
