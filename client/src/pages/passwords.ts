// A button beside each password field shows what is typed. Without this script the field hides it always.
export function offerShowing(page: Document = document): void {
  const { showPassword, hidePassword } = page.body.dataset;
  if (!showPassword || !hidePassword) return;
  for (const field of page.querySelectorAll<HTMLInputElement>("input[type=password]")) {
    const button = page.createElement("button");
    button.type = "button";
    button.className = "quiet show-password";
    button.setAttribute("aria-controls", field.id);
    const label = () => (button.textContent = field.type === "password" ? showPassword : hidePassword);
    label();
    button.addEventListener("click", () => {
      field.type = field.type === "password" ? "text" : "password";
      label();
    });
    // What is sent is a password again, so that the browser offers to remember it.
    field.form?.addEventListener("submit", () => (field.type = "password"));
    field.after(button);
  }
}
