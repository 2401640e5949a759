/** After a form was refused for its fields: the first of them gets the focus, so that it is read with what is wrong with it. */
export function focusFirstInvalid(form: HTMLFormElement): void {
  // what is wrong stands in the form only after it was drawn again
  requestAnimationFrame(() => form.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
}
