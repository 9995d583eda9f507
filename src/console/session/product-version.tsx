import { use } from "react";
import { consoleConfig } from "./console-config.js";
import styles from "./sign-in.module.css";

export function ProductVersion() {
  const config = use(consoleConfig());
  return config && <p className={styles.version}>oauth-app-gateway {config.version}</p>;
}
