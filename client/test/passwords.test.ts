import { expect, it } from "vitest";
import { offerShowing } from "../src/pages/passwords";

interface Shown {
  textContent: string;
  press: () => void;
}

it("a button shows a password and hides it again, and what is sent is hidden", () => {
  let shown: Shown | undefined;
  let send = () => {};
  const field = {
    id: "password",
    type: "password",
    form: { addEventListener: (_: string, listener: () => void) => (send = listener) },
    after: (button: Shown) => (shown = button),
  };
  const page = {
    body: { dataset: { showPassword: "Show password", hidePassword: "Hide password" } },
    querySelectorAll: () => [field],
    createElement: () => ({
      setAttribute: () => {},
      addEventListener(this: Shown, _: string, listener: () => void) {
        this.press = listener;
      },
    }),
  };
  offerShowing(page as unknown as Document);
  expect([shown!.textContent, field.type]).toEqual(["Show password", "password"]);
  shown!.press();
  expect([shown!.textContent, field.type]).toEqual(["Hide password", "text"]);
  send();
  expect(field.type).toBe("password");
  shown!.press();
  shown!.press();
  expect([shown!.textContent, field.type]).toEqual(["Show password", "password"]);
});
