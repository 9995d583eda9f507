import { useQuery } from "@apollo/client/react";
import { useId, useState } from "react";
import { graphql } from "../api/gql/index.js";
import { FailureNotice } from "../parts/failure-notice.js";
import { CheckField, FieldGroup, TextField } from "../parts/field.js";
import { usePaused } from "../parts/use-paused.js";
import styles from "./application-choice.module.css";

const SERVICE_APPLICATIONS = graphql(`
  query ServiceApplications($filter: OAuthApplicationFilter!) {
    oauthApplications(first: 6, filter: $filter) {
      nodes { id name clientId }
    }
  }
`);

export interface ApplicationChoiceProps {
  /** Identifier of the one that is chosen; empty while none is. */
  value: string;
  onChange: (id: string) => void;
  error?: string;
}

/** One of the applications that can be a service account, found by a part of its name. */
export function ApplicationChoice({ value, onChange, error }: ApplicationChoiceProps) {
  const group = useId();
  const [text, setText] = useState("");
  const query = usePaused(text.trim());
  const {
    data,
    previousData,
    error: failure,
  } = useQuery(SERVICE_APPLICATIONS, {
    variables: { filter: { grantType: "CLIENT_CREDENTIALS", public: false, ...(query && { query }) } },
  });
  const found = (data ?? previousData)?.oauthApplications?.nodes ?? [];
  return (
    <div className={styles.choice}>
      <TextField
        label="Find the application"
        type="search"
        value={text}
        onChange={({ target }) => setText(target.value)}
        maxLength={256}
        error={error}
        hint="A part of its name, or its client id. It has a secret and the grant client credentials."
      />
      <FailureNotice errors={[failure]} asked="read" />
      <FieldGroup legend="Application">
        {found.map(({ id, name, clientId }) => (
          <CheckField
            key={id}
            type="radio"
            name={group}
            label={<bdi>{name}</bdi>}
            hint={<code>{clientId}</code>}
            checked={id === value}
            onChange={() => onChange(id)}
          />
        ))}
        {data && found.length === 0 && <p className={styles.none}>No such application has that grant.</p>}
      </FieldGroup>
    </div>
  );
}
