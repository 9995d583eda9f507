import { useState } from "react";
import { Link } from "wouter";
import type { MemberRow_MemberFragment } from "../api/gql/graphql.js";
import { graphql } from "../api/gql/index.js";
import { ActorName } from "../parts/actor-name.js";
import { MoreIcon } from "../parts/icons.js";
import type { Changing } from "../parts/kept-pages.js";
import styles from "../parts/list-row.module.css";
import { Menu } from "../parts/menu.js";
import { isWithin } from "../parts/roles.js";
import { Time } from "../parts/time.js";
import { useFresh } from "../parts/use-fresh.js";
import { useMay, useViewer } from "../session/viewer-context.js";
import { ChangeRole } from "./change-role.js";
import { RemoveMember } from "./remove-member.js";

const MEMBER_ROW = graphql(`
  fragment MemberRow_member on Member {
    id
    kind
    subject
    email
    pending
    name
    role
    createdAt
    createdBy { kind id name }
    oauthApplication { id }
  }
`);

/** A member's role is changed at its row. */
export const CHANGING_MEMBER: Changing<MemberRow_MemberFragment> = {
  fragment: MEMBER_ROW,
  fragmentName: "MemberRow_member",
  in: (row) => row,
  with: (_, row) => row as MemberRow_MemberFragment,
};

export interface MemberRowProps {
  member: MemberRow_MemberFragment;
  /** Called with its id when it is a member no more. */
  onRemoved: (id: string) => void;
}

export function MemberRow({ member, onRemoved }: MemberRowProps) {
  const data = useFresh(MEMBER_ROW, member);
  const { role: own, memberId } = useViewer();
  const mayWrite = useMay("MEMBER_WRITE") && isWithin(data.role, own);
  const [step, setStep] = useState<"role" | "removal" | null>(null);
  const isSelf = data.id === memberId;
  const close = () => setStep(null);
  const items = [
    ...(mayWrite ? [{ label: "Change the role", onSelect: () => setStep("role") }] : []),
    ...(mayWrite || isSelf
      ? [
          {
            label: isSelf ? "Leave the organization" : "Remove from the organization",
            onSelect: () => setStep("removal"),
            danger: true,
          },
        ]
      : []),
  ];
  return (
    <div className={styles.row}>
      <div>
        <div className={styles.name}>
          {data.oauthApplication ? (
            <Link href={`/applications/${data.oauthApplication.id}`}>
              <bdi>{data.name}</bdi>
            </Link>
          ) : (
            <bdi>{data.name}</bdi>
          )}
          {isSelf && <span className={styles.tag}>you</span>}
          {data.pending && <span className={styles.tag}>has not signed in yet</span>}
        </div>
        <Identity member={data} />
      </div>
      <div>{data.role}</div>
      <div className={styles.small}>
        added <Time at={data.createdAt} inRow /> by <ActorName actor={data.createdBy} />
      </div>
      <div className={styles.menu}>
        {items.length > 0 && (
          <Menu label={`What to do with ${data.name}`} items={items}>
            <MoreIcon />
          </Menu>
        )}
      </div>
      {step === "role" && <ChangeRole member={data} onClose={close} />}
      {step === "removal" && <RemoveMember member={data} isSelf={isSelf} onClose={close} onRemoved={onRemoved} />}
    </div>
  );
}

/** By what the gateway knows the member, where that is not the name already. */
function Identity({ member: { kind, email, subject, name } }: { member: MemberRow_MemberFragment }) {
  const known = [email, subject].filter((text) => text && text !== name);
  return (
    <div className={`${styles.small} ${styles.clamp}`}>
      {kind === "APPLICATION" ? "service account" : "person"}
      {kind === "USER" &&
        known.map((text) => (
          <span key={text}>
            {" · "}
            <bdi>{text}</bdi>
          </span>
        ))}
    </div>
  );
}
