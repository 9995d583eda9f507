import { Link, useLocation } from "wouter";
import { useViewer } from "../session/viewer-context.js";
import styles from "./navigation.module.css";
import { PAGES } from "./pages.js";

/** The way to every page that this visitor may see. */
export function Navigation() {
  const { permissions } = useViewer();
  const [location] = useLocation();
  const shown = PAGES.filter(({ label, permission }) => label && (!permission || permissions.includes(permission)));
  return (
    <nav className={styles.navigation} aria-label="Pages">
      {shown.map(({ path, label }) => (
        <Link
          key={path}
          href={path}
          className={styles.link}
          aria-current={location === path ? "page" : location.startsWith(`${path}/`) ? "true" : undefined}
        >
          {label}
        </Link>
      ))}
      <a className={styles.link} href="/console/graphiql" target="_blank" rel="noopener">
        GraphiQL{" "}
        <span className={styles.away} title="opens in another tab" role="img" aria-label="opens in another tab" />
      </a>
    </nav>
  );
}
