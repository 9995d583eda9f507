import { Copy } from "../parts/copy.js";
import { Fact, Facts } from "../parts/facts.js";
import styles from "./organization.module.css";

export interface IdentifiersProps {
  organization: { id: string; slug: string; uuid: string };
}

/** How each interface of the gateway names the organization. */
export function Identifiers({ organization: { id, slug, uuid } }: IdentifiersProps) {
  const account = uuid.replaceAll("-", "");
  const rows = [
    ["Identifier", "GraphQL, and the header X-Organization", id],
    ["Short name", "the command line, and the header X-Organization", slug],
    ["Cloudflare's account id", `/client/v4/accounts/${account}/oauth_clients`, account],
    ["VMware CSP's organization id", `/csp/gateway/am/api/orgs/${uuid}/oauth-apps`, uuid],
  ] as const;
  return (
    <Facts>
      {rows.map(([name, where, value]) => (
        <Fact key={name} name={name}>
          <code>{value}</code>
          <Copy text={value} what={name} tone="quiet" />
          <small className={styles.where}>{where}</small>
        </Fact>
      ))}
    </Facts>
  );
}
