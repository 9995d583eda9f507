import type { ReactNode } from "react";
import { inWords } from "../../../parts/duration.js";
import type { Settings } from "./draft.js";
import { KeyInWords } from "./key-in-words.js";
import styles from "./settings.module.css";

/** The settings that one looks up, for who may only read them and before somebody changes them. */
export function SettingsFacts({ settings }: { settings: Settings }) {
  const facts: readonly (readonly [string, ReactNode])[] = [
    ["Grants", settings.grantTypes.map((grant) => grant.toLowerCase().replaceAll("_", " ")).join(", ") || "none"],
    ["Redirect URIs", <List key="uris" values={settings.redirectUris} />],
    ["Scopes", settings.scopes.length > 0 ? <bdi key="scopes">{settings.scopes.join(" ")}</bdi> : "none"],
    ...(settings.public
      ? []
      : ([
          ["Overlap", `${inWords(settings.secretOverlapSeconds)} in which old and new secret both work`],
          ["Quiet after", `${inWords(settings.secretQuietSeconds)} without a use`],
          [
            "New secrets",
            settings.secretRecipientKey ? (
              <span key="key">
                sealed to <KeyInWords jwk={settings.secretRecipientKey} />
              </span>
            ) : (
              "shown once, in plaintext"
            ),
          ],
          ["Rotated by", settings.selfRotationEnabled ? "the application itself, too" : "people and their tools"],
        ] as const)),
    ["Access tokens", `live for ${inWords(settings.accessTokenTtlSeconds)}`],
  ];
  return (
    <dl className={styles.facts}>
      {facts.map(([name, value]) => (
        <div key={name} className={styles.fact}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function List({ values }: { values: readonly string[] }) {
  if (values.length === 0) return "none";
  return (
    <ul className={styles.list}>
      {values.map((value) => (
        <li key={value}>
          <code>
            <bdi>{value}</bdi>
          </code>
        </li>
      ))}
    </ul>
  );
}
