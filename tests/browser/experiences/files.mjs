// Files as scanners, phones and cameras write them, and presentations that cannot be shown.
import { readFileSync } from "node:fs";
import { inspectPage } from "../support/inspect.mjs";
import { waitForParts } from "../support/experience_parts.mjs";
import { check, checkEqual, waitUntil } from "../support/wait.mjs";

const read = (name) => readFileSync(new URL(`../../files/${name}`, import.meta.url));
const file = (name, mimeType, buffer = read(name)) => ({ name, mimeType, buffer });

/** The scan with half of its picture lost. */
function damaged() {
  const bytes = Buffer.from(read("scan-jpeg2000.pdf"));
  return bytes.fill(0xff, bytes.indexOf("jp2c") + 4, bytes.indexOf("jp2c") + 200);
}

const FILES = [
  file("scan-jpeg2000.pdf", "application/pdf"),
  file("scan-ccitt.pdf", "application/pdf"),
  file("cjk-not-embedded.pdf", "application/pdf"),
  file("damaged.pdf", "application/pdf", damaged()),
  file("none.pdf", "application/pdf", Buffer.from("%PDF-1.7 and no more")),
  file("display-p3.jpg", "image/jpeg"),
  file("exif-long.jpg", "image/jpeg"),
  file("video-brand-xavc.mp4", "video/mp4"),
];

/** The share of a drawn page that is not white. */
function inked(canvas) {
  return canvas.evaluate((canvas) => {
    const copy = new OffscreenCanvas(canvas.width, canvas.height);
    const pen = copy.getContext("2d");
    pen.drawImage(canvas, 0, 0);
    const { data } = pen.getImageData(0, 0, canvas.width, canvas.height);
    let found = 0;
    for (let at = 0; at < data.length; at += 4) if (data[at] + data[at + 1] + data[at + 2] < 3 * 230) found++;
    return found / (data.length / 4);
  });
}

/** The colour in the middle of a picture. */
function middleOf(picture) {
  return picture.evaluate(async (picture) => {
    await picture.decode();
    const pen = new OffscreenCanvas(1, 1).getContext("2d");
    pen.drawImage(picture, picture.naturalWidth / 2, picture.naturalHeight / 2, 1, 1, 0, 0, 1, 1);
    return [...pen.getImageData(0, 0, 1, 1).data.slice(0, 3)];
  });
}

export const files = {
  "files as scanners, phones and cameras write them are shown": async ({ teacher }) => {
    const { page } = teacher;
    const before = page.url();
    await teacher.go("/dashboard/experiences");
    await page.getByLabel("Title").fill("As it came");
    await teacher.press("Add");
    await page.getByLabel("Pictures, videos").setInputFiles(FILES);
    await teacher.press("Upload");
    const pdfs = Array(5).fill("Presentation");
    await waitForParts(teacher, [...pdfs, "Picture", "Picture", "Video"]);
    const part = (name) => page.locator(".part", { hasText: name });
    for (const name of ["scan-jpeg2000", "scan-ccitt", "cjk-not-embedded", "damaged", "none"]) {
      await part(`${name}.pdf`).getByRole("button", { name: "View here" }).click();
    }
    for (const name of ["scan-jpeg2000", "scan-ccitt", "cjk-not-embedded"]) {
      const canvas = part(`${name}.pdf`).locator("canvas");
      await canvas.waitFor();
      check((await inked(canvas)) > 0.005, `${name} is drawn`);
      checkEqual(await part(`${name}.pdf`).locator(".pdf-note").textContent(), "", `what ${name} lacks`);
    }
    const notes = part("scan-ccitt.pdf").getByLabel("My notes for this page.");
    await waitUntil("they are there", () => notes.isEnabled());
    await Promise.all([page.waitForResponse((answer) => answer.url().endsWith("/notes")), notes.fill("Read it aloud")]);
    await page.reload();
    await part("scan-ccitt.pdf").getByRole("button", { name: "View here" }).click();
    await waitUntil("they are kept", async () => (await notes.inputValue()) === "Read it aloud");
    await part("damaged.pdf").getByRole("button", { name: "View here" }).click();
    await part("none.pdf").getByRole("button", { name: "View here" }).click();
    await part("damaged.pdf").getByText("Something on this page cannot be shown here.").waitFor();
    await part("none.pdf").getByText("This PDF cannot be opened.").waitFor();
    checkEqual(await page.getByText("Loading…").count(), 0, "what still loads");

    const picture = (at) => page.locator(".part").nth(at).locator("img");
    for (const at of [5, 6]) await picture(at).scrollIntoViewIfNeeded();
    const [red, green, blue] = await middleOf(picture(5));
    check(Math.abs(red - 217) + Math.abs(green - 42) + Math.abs(blue - 52) < 12, `${red}, ${green}, ${blue} in sRGB`);
    const upright = await picture(6).evaluate((one) => one.decode().then(() => one.naturalHeight > one.naturalWidth));
    check(upright, "the photo is turned upright");
    const video = page.locator(".part").nth(7).locator("video");
    await video.evaluate((one) => ((one.muted = true), one.play()));
    await waitUntil("the video plays", () => video.evaluate((one) => one.currentTime > 0 && one.videoWidth > 0));
    await video.evaluate((one) => one.pause());
    await inspectPage(teacher, "files");
    await page.goto(before);
  },
};
