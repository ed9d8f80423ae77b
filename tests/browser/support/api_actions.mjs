// What scenes do without the help of a page: ask the API, upload, fill in forms whatever their fields are for, connect guests.
import { makePdf } from "./files.mjs";

const box = (kind, ...content) => {
  const all = content.join("");
  return `\0\0\0${String.fromCharCode(all.length + 8)}${kind}${all}`;
};
const NONE = "\0".repeat(8);
const TRACK = box("stbl", box("stsd", "\0\0\0\0\0\0\0\x01", box("avc1", NONE)));
/** A video without pictures. */
const VIDEO =
  box("ftyp", "isom\0\0\x02\0isommp42") +
  box("moov", box("trak", box("mdia", box("hdlr", NONE, "vide"), box("minf", TRACK))));

/** The time of lessons whose time does not matter. */
export const SOME_DAY = { dateTimeOfSession: "2030-01-07T09:00:00Z" };

/** As a page of ours asks the API. */
export function callApi({ page }, method, path, body) {
  return page.evaluate(
    async ([method, path, body]) => {
      const headers = { "content-type": "application/json" };
      const answer = await fetch(path, { method, headers, body: JSON.stringify(body) });
      if (!answer.ok) throw new Error(`${path}: ${await answer.text()}`);
      return answer.json();
    },
    [method, path, body],
  );
}

/**
 * Brings a file of this name, with words about it. The form is written by hand: a browser would not send a quotation mark in a
 * name, whoever writes a program does.
 */
export function uploadFile({ page }, kind, name, words) {
  return page.evaluate(
    async ([kind, name, words, made]) => {
      const canvas = new OffscreenCanvas(16, 16);
      canvas.getContext("2d").fillRect(0, 0, 8, 8);
      const bytes = made[kind] ?? (await canvas.convertToBlob({ type: "image/png" }));
      const quoted = name.replace(/[\\"]/g, "\\$&");
      const part = (head, body) => [`--limit\r\ncontent-disposition: form-data; ${head}\r\n\r\n`, body, "\r\n"];
      const body = new Blob([
        ...part('name="alternativeText"', words),
        ...part('name="caption"', words),
        ...part(`name="files"; filename="${quoted}"`, bytes),
        "--limit--\r\n",
      ]);
      const headers = { "content-type": "multipart/form-data; boundary=limit" };
      const answer = await fetch("/upload", { method: "POST", headers, body });
      if (!answer.ok) throw new Error(`${name}: ${await answer.text()}`);
      return (await answer.json())[0];
    },
    [kind, name, words, { presentation: makePdf("Nothing to see").toString("latin1"), video: VIDEO }],
  );
}

/** Writes this into each field of a form, whatever it is for and however little may stand in it, and sends it. */
export async function fillForm({ page }, action, words) {
  const form = page.locator(`form[action="${action}"]`).first();
  const send = form.evaluate((form, words) => {
    form.noValidate = true;
    for (const field of form.querySelectorAll("input, textarea")) {
      if (["hidden", "radio", "checkbox", "file"].includes(field.type)) continue;
      field.removeAttribute("maxlength");
      if (field.type !== "password" && field.tagName === "INPUT") field.type = "text";
      field.value = words;
    }
    form.requestSubmit();
  }, words);
  await Promise.all([page.waitForEvent("load"), send]);
}

/** Sends a form of ours that has nothing but its token, without leaving the page. */
export function sendForm({ page }, action) {
  return page.evaluate(async (action) => {
    const body = new URLSearchParams({ form_token: document.querySelector("[name=form_token]").value });
    const answer = await fetch(action, { method: "POST", body });
    if (!answer.ok) throw new Error(`${action}: ${answer.status}`);
  }, action);
}

/** A guest of each of these names comes to the lesson's door, each by a connection of their own. */
export function connectGuests({ page }, code, names) {
  return page.evaluate(
    async ([code, names]) => {
      globalThis.guests = await Promise.all(names.map(connect));

      async function connect(username) {
        const socket = new WebSocket(`ws://${location.host}/ws`, "lyceum.v1");
        await new Promise((resolve) => (socket.onopen = resolve));
        const asked = new Map();
        socket.addEventListener("message", ({ data }) => {
          if (typeof data !== "string") return;
          const { reply, ...answer } = JSON.parse(data);
          asked.get(reply)?.(answer);
        });
        const ask = (event, data) =>
          new Promise((resolve, reject) => {
            asked.set(asked.size, ({ data, error }) => (error ? reject(new Error(error.code)) : resolve(data)));
            socket.send(JSON.stringify({ event, data, id: asked.size - 1 }));
          });
        await ask("on.sessionJoin", { sessionId: code, username });
        return ask;
      }
    },
    [code, names],
  );
}

/** Each of those guests says something, makes of it one of these lines, and raises a hand. */
connectGuests.write = ({ page }, lines) =>
  page.evaluate(async (lines) => {
    await Promise.all(
      lines.map(async (message, i) => {
        const ask = globalThis.guests[i];
        const { messageId } = await ask("on.message", { message: "Something else", clientId: `line-${i}` });
        await ask("on.editMessage", { messageId, message });
        await ask("on.handRaise", {});
      }),
    );
  }, lines);

/** Opens the latest mail to this address, as those who look after the school can. */
export async function openMail(person, email) {
  await person.go("/admin/mails");
  await person.page.getByRole("link", { name: email }).first().click();
  await person.page.frameLocator("iframe.mail-html").getByRole("link").first().waitFor();
}
