/** What somebody may be about to choose from, over the page. */
const OPEN = '[role="dialog"], [role="alertdialog"], [role="menu"]';

/**
 * Whether rows may come and go by themselves: never under a pointer or the focus, behind something that was opened, or
 * where somebody has scrolled to.
 */
export function mayMove(list: HTMLElement | null): boolean {
  if (!list) return true;
  return (
    !list.matches(":hover, :focus-within") && !document.querySelector(OPEN) && list.getBoundingClientRect().top >= 0
  );
}
