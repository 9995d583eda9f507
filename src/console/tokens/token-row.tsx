import { useState } from "react";
import { useLocation } from "wouter";
import type { TokenRow_ApiTokenFragment } from "../api/gql/graphql.js";
import { graphql } from "../api/gql/index.js";
import { ActorName } from "../parts/actor-name.js";
import { useNow } from "../parts/clock.js";
import { MoreIcon } from "../parts/icons.js";
import type { Changing } from "../parts/kept-pages.js";
import styles from "../parts/list-row.module.css";
import { Menu } from "../parts/menu.js";
import { PERMISSION_WORDS, permissionsOf } from "../parts/roles.js";
import { Time } from "../parts/time.js";
import { useFresh } from "../parts/use-fresh.js";
import { useMay, useViewer } from "../session/viewer-context.js";
import { RevokeToken } from "./revoke-token.js";

const TOKEN_ROW = graphql(`
  fragment TokenRow_apiToken on ApiToken {
    id
    name
    hint
    role
    permissions
    createdAt
    createdBy { kind id name }
    expiresAt
    revokedAt
  }
`);

/** A token is revoked at its row. */
export const CHANGING_TOKEN: Changing<TokenRow_ApiTokenFragment> = {
  fragment: TOKEN_ROW,
  fragmentName: "TokenRow_apiToken",
  in: (row) => row,
  with: (_, row) => row as TokenRow_ApiTokenFragment,
};

export function TokenRow({ apiToken }: { apiToken: TokenRow_ApiTokenFragment }) {
  const data = useFresh(TOKEN_ROW, apiToken);
  const { permissions: own, actor } = useViewer();
  const now = useNow();
  const [isRevoking, setRevoking] = useState(false);
  const isLive = !data.revokedAt && !(data.expiresAt && Date.parse(data.expiresAt) <= now);
  const mayRevoke = useMay("TOKEN_WRITE") && isLive && data.permissions.every((one) => own.includes(one));
  const mayReadLog = useMay("AUDIT_READ");
  const [, navigate] = useLocation();
  const items = [
    ...(mayReadLog ? [{ label: "What was done with it", onSelect: () => navigate(`/audit?actorId=${data.id}`) }] : []),
    ...(mayRevoke ? [{ label: "Revoke the token", onSelect: () => setRevoking(true), danger: true }] : []),
  ];
  const isOwn = actor.kind === "API_TOKEN" && actor.id === data.id;
  return (
    <div className={`${styles.row} ${isLive ? "" : styles.gone}`}>
      <div>
        <div className={styles.name}>
          <bdi>{data.name}</bdi>
          {isOwn && <span className={styles.tag}>you are signed in with it</span>}
        </div>
        <div className={styles.small}>
          <code>{data.hint}</code> · issued <Time at={data.createdAt} inRow /> by <ActorName actor={data.createdBy} />
        </div>
      </div>
      <div>
        {data.role}
        <Rights token={data} />
      </div>
      <div className={styles.small}>
        <End token={data} isLive={isLive} />
      </div>
      <div className={styles.menu}>
        {items.length > 0 && (
          <Menu label={`What to do with ${data.name}`} items={items}>
            <MoreIcon />
          </Menu>
        )}
      </div>
      {isRevoking && <RevokeToken apiToken={data} isOwn={isOwn} onClose={() => setRevoking(false)} />}
    </div>
  );
}

/** What it may do, where that is less than its role. */
function Rights({ token: { role, permissions } }: { token: TokenRow_ApiTokenFragment }) {
  if (permissions.length >= permissionsOf(role).length) return null;
  const words = permissions.map((permission) => PERMISSION_WORDS[permission]).join(", ");
  return <div className={`${styles.small} ${styles.clamp}`}>only: {words}</div>;
}

function End({ token: { expiresAt, revokedAt }, isLive }: { token: TokenRow_ApiTokenFragment; isLive: boolean }) {
  if (revokedAt) {
    return (
      <>
        revoked <Time at={revokedAt} inRow />
      </>
    );
  }
  if (!expiresAt) return "works without an end";
  return (
    <>
      {isLive ? "ends " : "ended "}
      <Time at={expiresAt} inRow />
    </>
  );
}
