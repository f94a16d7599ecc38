// What every page does alike: wait visibly, show a problem in its own sentence, ask to sign in.

import { Problem } from "./api";
import { forgetSession, kept } from "./kept";
import { words, type Words } from "./words";

const NOT_SIGNED_IN = 401;

/** What a page needs for `work` below; every page has these two in its data. */
export interface Working {
  setData(data: { isBusy?: boolean; problem?: string; t?: Words }): void;
}

/** Give the texts to a page, in the language that is kept. */
export function showWords(page: Working): void {
  page.setData({ t: words() });
}

/** Do something that asks the service; what it refuses is shown on the page. Gives whether it was done. */
export async function work(page: Working, task: () => Promise<void>): Promise<boolean> {
  page.setData({ isBusy: true, problem: "" });
  try {
    await task();
    return true;
  } catch (error) {
    page.setData({ problem: error instanceof Error ? error.message : String(error) });
    if (error instanceof Problem && error.status === NOT_SIGNED_IN && kept("token")) {
      forgetSession();
      wx.navigateTo({ url: "/pages/signin/signin" });
    }
    return false;
  } finally {
    page.setData({ isBusy: false });
  }
}

/** Ask before something that cannot be undone. */
export async function isSure(title: string): Promise<boolean> {
  const t = words();
  const { confirm } = await wx.showModal({ title, confirmText: t.yes, cancelText: t.no });
  return confirm;
}

/** Let somebody choose pictures, by camera or from the album; none when they change their mind. */
export async function choosePictures(count: number): Promise<string[]> {
  try {
    const { tempFiles } = await wx.chooseMedia({
      count, mediaType: ["image"], sourceType: ["camera", "album"], sizeType: ["original", "compressed"],
    });
    return tempFiles.map((each) => each.tempFilePath);
  } catch {
    return [];
  }
}

/** Let somebody scan a code; "" when they change their mind. */
export async function scanCode(): Promise<string> {
  try {
    return (await wx.scanCode({})).result;
  } catch {
    return "";
  }
}
