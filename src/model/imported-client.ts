import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn } from "typeorm";
import { MOMENT, PRIMARY_KEY } from "./columns.js";
import { OAuthApplication } from "./oauth-application.js";

/** What a line has not brought of its client's secrets, so that a later import may; left out where that is not so. */
export interface MissingSecrets {
  /** Only a previous one came, since there was no current one. */
  lacksCurrent?: true;
  /** Something was left that may be a secret (`--secrets plain`). */
  leftPerhaps?: true;
}

/** What is kept of the secrets that came along, and what is missing of them. */
export interface SecretsReading extends MissingSecrets {
  /** By their ids: the digests of the values they were taken from, keyed too. Left out in rows of version 0.3.0. */
  values?: Readonly<Record<string, string>>;
}

/** Places, from 0, of redirect URIs in the lists of a line. */
export type WaitingUris = Partial<Record<"redirectUris" | "postLogoutRedirectUris", readonly number[]>>;

/** What decides, besides a line, what an import makes of it. */
export interface LineReading extends SecretsReading {
  /** The digest of the mapping; null without one. */
  mapping: string | null;
  /** The grants that were given for a source that records none. */
  grants: readonly string[] | null;
  /** The scopes, likewise; left out where none were given. */
  scopes?: readonly string[];
  /** How many redirect URIs only waited for the organization's `allowHttpRedirectUris`. */
  waitingForHttp: number;
  /** Which of the line's those are, by their places; left out where none waited, and in rows of versions up to 0.6.0. */
  waiting?: WaitingUris;
}

/** From where an application was imported, so that the same line again changes nothing. It goes with the application. */
@Entity("imported_clients")
export class ImportedClient {
  @PrimaryColumn(PRIMARY_KEY)
  oauthApplicationId!: string;

  @ManyToOne(() => OAuthApplication, { nullable: false, onDelete: "CASCADE" })
  @JoinColumn({ name: "oauth_application_id" })
  oauthApplicationRow?: OAuthApplication;

  /** What it was imported from, such as `keycloak`. */
  @Column({ type: "varchar" })
  source!: string;

  /** Of the line it was last imported from; keyed, since the line may hold a secret that can be guessed. */
  @Column({ type: "varchar" })
  lineDigest!: string;

  /** How that line was read; null where it is part of the digest, as in rows of version 0.3.0. */
  @Column({ type: "simple-json", nullable: true })
  reading!: LineReading | null;

  @Column(MOMENT)
  importedAt!: Date;
}
