import type { FragmentType } from "@apollo/client";
import { useSuspenseFragment } from "@apollo/client/react";
import type { HandoverChip_ApplicationFragment } from "../api/gql/graphql.js";
import { graphql } from "../api/gql/index.js";
import { Time } from "../parts/time.js";
import styles from "./chip.module.css";
import { ChipPicture } from "./chip-picture.js";
import { SECRET_STATE_WORDS, secretStateOf } from "./secret-state.js";

const HANDOVER_CHIP = graphql(`
  fragment HandoverChip_application on OAuthApplication {
    enabled
    public
    secrets @include(if: $withSecrets) { id status firstUsedAt lastUsedAt }
    rotation @include(if: $withSecrets) { endsAt safeToComplete reason }
  }
`);

export interface HandoverChipProps {
  application: FragmentType<HandoverChip_ApplicationFragment>;
  /** Whether the visitor has SECRET_READ: the variable `withSecrets` of the document around it. */
  withSecrets: boolean;
}

/** The state of an application's secrets in a list: the two lanes of the handover, and two or three words. */
export function HandoverChip({ application, withSecrets }: HandoverChipProps) {
  const { data } = useSuspenseFragment({
    fragment: HANDOVER_CHIP,
    from: application,
    variables: { withSecrets },
  });
  const state = secretStateOf(data);
  const { enabled, rotation } = data;
  return (
    <span className={styles.chip} data-state={state}>
      <ChipPicture state={state} isOpenEnded={!rotation?.endsAt} />
      <span>
        <span className={styles.words}>{SECRET_STATE_WORDS[state]}</span>
        {enabled && rotation && (
          <span className={styles.until}>
            {rotation.endsAt ? (
              <>
                two until <Time at={rotation.endsAt} as="clock" inRow />
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
