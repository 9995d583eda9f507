import { Field, Int, ObjectType, registerEnumType } from "type-graphql";
import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from "typeorm";
import { ClientSecret } from "./client-secret.js";
import { MOMENT, PRIMARY_KEY } from "./columns.js";
import { Permission } from "./permission.js";
import { Requires } from "./requires.js";

/** How it is known from where a secret was presented. */
export enum SecretUseEvidence {
  SEEN = "SEEN",
  REPORTED = "REPORTED",
  ASKER = "ASKER",
}

registerEnumType(SecretUseEvidence, {
  name: "SecretUseEvidence",
  description: "How it is known from where a secret was presented.",
  valuesConfig: {
    SEEN: { description: "The client itself came to the gateway, which saw its address and what it calls itself." },
    REPORTED: {
      description:
        "A server asked `/oauth/verify` and said for whom, by `client_address` and `client_user_agent`; shown as that server reported it.",
    },
    ASKER: {
      description:
        "A server asked `/oauth/verify` and did not say for whom: address and software are that server's own, not its client's.",
    },
  },
});

/** From where a secret is presented. */
export interface SecretSource {
  evidence: SecretUseEvidence;
  /** An IP address in its shortest form; null when it is not known. */
  address: string | null;
  /** What the client calls itself (client-software.ts); null when it says nothing. */
  clientSoftware: string | null;
}

/** A key has no null. */
const NULL_AS_EMPTY = {
  ...PRIMARY_KEY,
  transformer: {
    to: (value: string | null) => value ?? "",
    from: (value: string) => (value === "" ? null : value),
  },
};

/** One source of a secret's use. Of each secret the latest ten are kept, and ten of its refusals after it stopped. */
@Entity("secret_uses")
@Index("ix_secret_uses_last", ["lastAt"])
@Requires(Permission.SECRET_READ)
@ObjectType({
  simpleResolvers: true,
  description: "From where a client secret was presented, and how often: one address and one kind of software.",
})
export class SecretUse implements SecretSource {
  @PrimaryColumn(PRIMARY_KEY)
  clientSecretId!: string;

  @ManyToOne(() => ClientSecret, { nullable: false, onDelete: "CASCADE" })
  @JoinColumn({ name: "client_secret_id" })
  clientSecretRow?: ClientSecret;

  /** Whether the secret had stopped by then. */
  @PrimaryColumn({ type: "boolean" })
  refused!: boolean;

  @PrimaryColumn(PRIMARY_KEY)
  @Field(() => SecretUseEvidence, { description: "How address and software are known." })
  evidence!: SecretUseEvidence;

  @PrimaryColumn(NULL_AS_EMPTY)
  @Field(() => String, {
    nullable: true,
    description:
      "The client's IP address in its shortest form, an IPv4 address inside IPv6 as IPv4. With AUDIT_READ the whole of it; without it only the network, as `203.0.113.0/24` or `2001:db8:1::/48`. Behind a trusted proxy that hides its client, the proxy's; null when the server that reported the use did not say.",
  })
  address!: string | null;

  /** Not a column: the services set it for each answer. */
  @Field(() => Boolean, {
    description: "Whether `address` is only the network, because whoever asks does not hold AUDIT_READ.",
  })
  addressMasked!: boolean;

  @PrimaryColumn(NULL_AS_EMPTY)
  @Field(() => String, {
    nullable: true,
    description:
      "What the client calls itself, from its header User-Agent: at most 256 characters in one line, without control characters and direction marks. Anybody can call themselves anything; null when it says nothing.",
  })
  clientSoftware!: string | null;

  @Column({ type: "integer" })
  @Field(() => Int, {
    description:
      "How often the secret was presented from here, up to 2,147,483,647. At least so often: a source that ten others displaced begins anew.",
  })
  count!: number;

  @Column(MOMENT)
  @Field(() => Date, { description: "When the secret was first presented from here, as far as that is still known." })
  firstAt!: Date;

  @Column(MOMENT)
  @Field(() => Date, {
    description:
      "When the secret was last presented from here; 90 days later the source is forgotten. Written about a second late; a gateway that is killed forgets its last second.",
  })
  lastAt!: Date;
}
