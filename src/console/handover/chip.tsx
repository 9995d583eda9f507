import { graphql } from "../api/gql/index.js";
import { Time } from "../parts/time.js";
import styles from "./chip.module.css";
import { ChipPicture } from "./chip-picture.js";
import { type ChipApplication, SECRET_STATE_WORDS, secretStateOf } from "./secret-state.js";

graphql(`
  fragment HandoverChip_application on OAuthApplication {
    enabled
    public
    secretContestedAt @include(if: $withSecrets)
    secrets @include(if: $withSecrets) { id status firstUsedAt lastUsedAt }
    rotation @include(if: $withSecrets) { endsAt confirmBy safeToComplete reason }
  }
`);

/** The state of an application's secrets in a list: the two lanes of the handover, and two or three words. */
export function HandoverChip({ application }: { application: ChipApplication }) {
  const state = secretStateOf(application);
  const { enabled, rotation } = application;
  return (
    <span className={styles.chip} data-state={state}>
      <ChipPicture state={state} isRotating={Boolean(rotation)} isOpenEnded={!rotation?.endsAt} />
      <span>
        <span className={styles.words}>{SECRET_STATE_WORDS[state]}</span>
        {enabled && rotation && (
          <span className={styles.until}>
            {rotation.endsAt ? (
              <>
                two until <Time at={rotation.endsAt} as="clock" inRow />
              </>
            ) : rotation.reason === "CONFIRMING" && rotation.confirmBy ? (
              <>
                to be used by <Time at={rotation.confirmBy} as="clock" inRow />
              </>
            ) : (
              "two, until one is let go"
            )}
          </span>
        )}
      </span>
    </span>
  );
}
