import { useEffect, useState } from "react";
import { type Jwk, kindOfKey, textOfKey, thumbprintOf } from "./recipient-key.js";
import styles from "./settings.module.css";

/** Which key it is: its kind, and the thumbprint by which the audit log and what is sealed name it. */
export function KeyInWords({ jwk }: { jwk: Jwk }) {
  const [thumbprint, setThumbprint] = useState<{ of: string; is: string | undefined }>();
  const text = textOfKey(jwk);
  useEffect(() => {
    let isWanted = true;
    void thumbprintOf(JSON.parse(text)).then((is) => isWanted && setThumbprint({ of: text, is }));
    return () => {
      isWanted = false;
    };
  }, [text]);
  return (
    <>
      {kindOfKey(jwk)}
      {thumbprint?.of === text && thumbprint.is && (
        <>
          , thumbprint <code className={styles.thumbprint}>{thumbprint.is}</code>
        </>
      )}
    </>
  );
}
