/** Brings whoever sent a form to the first field that does not fit, once the page says what is wrong with it. */
export function focusInvalid(form: HTMLFormElement): void {
  requestAnimationFrame(() => form.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
}
