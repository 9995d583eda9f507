/**
 * GraphiQL calls its tabs `tab`, and they hold buttons, which a tab must not (ARIA 1.2): here they are a list, and one of
 * its buttons is the current one. Gives back what ends this.
 */
export function mendTabs(root: HTMLElement): () => void {
  const mend = () => {
    const list = root.querySelector(".graphiql-tabs");
    if (list?.getAttribute("role") === "tablist") list.removeAttribute("role");
    for (const tab of list?.querySelectorAll(":scope > [aria-selected]") ?? []) {
      tab.querySelector("button")?.setAttribute("aria-current", tab.getAttribute("aria-selected") ?? "false");
      tab.removeAttribute("role");
      tab.removeAttribute("aria-selected");
    }
    if (list && !isFound) {
      // From here on only the list matters: the editors change the document at each key.
      isFound = true;
      observer.disconnect();
      observer.observe(list, { childList: true, subtree: true, attributeFilter: ["aria-selected"] });
    }
  };
  let isFound = false;
  const observer = new MutationObserver(mend);
  observer.observe(root, { childList: true, subtree: true });
  mend();
  return () => observer.disconnect();
}
