import { type ReactNode, useId } from "react";
import { Button } from "../parts/button.js";
import { MoreIcon } from "../parts/icons.js";
import { useSession } from "../session/session-context.js";
import { useViewer } from "../session/viewer-context.js";
import { KeepForTab } from "./keep-for-tab.js";
import { Navigation } from "./navigation.js";
import { NetworkNotice } from "./network-notice.js";
import { OrganizationSwitcher } from "./organization-switcher.js";
import styles from "./shell.module.css";
import { ThemeSwitch } from "./theme-switch.js";

/** What stands around every page: where one is, as whom, and the way to the others. */
export function Shell({ children }: { children: ReactNode }) {
  const session = useSession();
  const { actor, role } = useViewer();
  const account = useId();
  return (
    <div className={styles.shell}>
      <a className={styles.skip} href="#main">
        Skip to the page
      </a>
      <header className={styles.side}>
        <div className={styles.organization}>
          <OrganizationSwitcher />
          <span className={styles.product}>OAuth applications</span>
        </div>
        <Navigation />
        <button type="button" className={styles.account} popoverTarget={account} aria-label="Account and theme">
          <MoreIcon />
        </button>
        <div className={styles.foot} id={account} popover="auto">
          <p className={styles.viewer}>
            <bdi>{actor.name ?? actor.id}</bdi>
            <span className={styles.role}>{role}</span>
          </p>
          <ThemeSwitch />
          <KeepForTab />
          <Button tone="quiet" className={styles.out} onClick={() => session.signOut()}>
            Sign out
          </Button>
        </div>
      </header>
      <main id="main" className={styles.main} tabIndex={-1}>
        <NetworkNotice />
        {children}
      </main>
    </div>
  );
}
