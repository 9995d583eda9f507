import styles from "./skeleton.module.css";

/** Stands where something will be, in its size, so that nothing jumps when it comes. Sizes as in CSS. */
export function Skeleton({ width = "100%", height = "1em" }: { width?: string; height?: string }) {
  return <span className={styles.skeleton} style={{ width, height }} />;
}

/** Lines of text that are on their way; says so once to who does not see them. */
export function SkeletonLines({ count, label }: { count: number; label: string }) {
  return (
    <div className={styles.lines} role="status" aria-label={label}>
      {Array.from({ length: count }, (_, line) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines without content have no other name.
        <Skeleton key={line} height="20px" width={`${100 - ((line * 17) % 40)}%`} />
      ))}
    </div>
  );
}
