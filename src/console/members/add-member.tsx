import { useMutation } from "@apollo/client/react";
import { useEffect, useState } from "react";
import { formRefusal } from "../api/form-refusal.js";
import type { Role } from "../api/gql/graphql.js";
import { graphql } from "../api/gql/index.js";
import { TextField } from "../parts/field.js";
import { focusInvalid } from "../parts/focus-invalid.js";
import { FormDialog } from "../parts/form-dialog.js";
import { Notice } from "../parts/notice.js";
import { RefusalNotice } from "../parts/refusal-notice.js";
import { RoleField } from "../parts/role-field.js";
import { Segments } from "../parts/segments.js";
import { useTell } from "../parts/toasts.js";
import { consoleConfig } from "../session/console-config.js";
import { ApplicationChoice } from "./application-choice.js";
import { MEMBERS } from "./members-query.js";

const ADD_MEMBER = graphql(`
  mutation AddMember($input: AddMemberInput!) {
    addMember(input: $input) { member { id name pending ...MemberRow_member } }
  }
`);

const BY = [
  ["email", "By e-mail"],
  ["subject", "By subject"],
  ["oauthApplicationId", "An application"],
] as const;

type By = (typeof BY)[number][0];

const NOTHING: Record<By, string> = {
  email: "An e-mail address, please.",
  subject: "The subject, please.",
  oauthApplicationId: "Please choose an application.",
};

export function AddMember({ onClose }: { onClose: () => void }) {
  const [by, setBy] = useState<By>("email");
  const [whom, setWhom] = useState("");
  const [name, setName] = useState("");
  const [role, setRole] = useState<Role>("DEVELOPER");
  const [isMissing, setMissing] = useState(false);
  const tell = useTell();
  const [add, { loading, error, reset }] = useMutation(ADD_MEMBER, { refetchQueries: [MEMBERS] });
  const [acceptsPeople, setAcceptsPeople] = useState<boolean>();
  useEffect(() => void consoleConfig().then((config) => setAcceptsPeople(config?.acceptsPeople)), []);
  const { at, others } = formRefusal(error, [by, "name"]);
  const choose = (next: By) => {
    setBy(next);
    setWhom("");
    setMissing(false);
    reset();
  };
  const become = (next: string) => {
    setWhom(next);
    setMissing(false);
  };
  const submit = async (form: HTMLFormElement) => {
    if (!whom.trim()) {
      setMissing(true);
      return focusInvalid(form);
    }
    const input = { role, [by]: whom.trim(), ...(name.trim() && { name: name.trim() }) };
    const { data, error: failure } = await add({ variables: { input } });
    const added = data?.addMember?.member;
    if (failure || !added) return focusInvalid(form);
    tell(added.pending ? `${added.name} becomes a member at their first sign-in.` : `${added.name} is a member now.`);
    onClose();
  };
  const problem = isMissing ? NOTHING[by] : at[by];
  return (
    <FormDialog
      onClose={onClose}
      title="Add a member"
      description="A person who signs in at the issuer that the gateway trusts (OIDC_ISSUER), or an application that asks with an access token of its own."
      go="Add the member"
      busy={loading}
      onSend={submit}
    >
      <Segments label="Whom to add" options={BY} value={by} onChange={choose} />
      {by !== "oauthApplicationId" && acceptsPeople === false && (
        <Notice tone="old">
          This gateway trusts no issuer (OIDC_ISSUER is not set): whom you add can sign in only once it does. An
          application can be added, and works, without.
        </Notice>
      )}
      {by === "email" && (
        <TextField
          label="E-mail address"
          type="email"
          value={whom}
          onChange={({ target }) => become(target.value)}
          error={problem}
          hint="Becomes a member when somebody signs in whose access token has this address, as verified. Until then it waits."
        />
      )}
      {by === "subject" && (
        <TextField
          label="Subject"
          value={whom}
          onChange={({ target }) => become(target.value)}
          error={problem}
          maxLength={255}
          spellCheck={false}
          hint="The sub that your issuer knows the person by, exactly: at most 255 characters."
        />
      )}
      {by === "oauthApplicationId" && <ApplicationChoice value={whom} onChange={become} error={problem} />}
      <TextField
        label="Name"
        value={name}
        onChange={({ target }) => setName(target.value)}
        error={at.name}
        maxLength={256}
        hint="For people to read. Left empty, it is called as above."
      />
      <RoleField value={role} onChange={setRole} />
      <RefusalNotice refusals={others} />
    </FormDialog>
  );
}
