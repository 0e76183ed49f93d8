/*
 * What the user prefers on every page: colours, and whether sessions are kept. Nothing of a study is among it. Browsers may
 * refuse storage altogether; a preference then lasts as long as the page.
 */

export type Preference = "theme" | "keep";

/** A preference, or null where it was never set or cannot be read. */
export function preference(name: Preference): string | null {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}

/** Sets a preference for later visits, where the browser lets it. */
export function prefer(name: Preference, value: string): void {
  try {
    localStorage.setItem(name, value);
  } catch {
    // It lasts as long as the page.
  }
}

/** The session that this tab shows, so that reloading it and coming back to it open it again; a random name. */
export const tabSession = {
  get(): string | null {
    try {
      return sessionStorage.getItem("session");
    } catch {
      return null;
    }
  },
  set(id: string | undefined): void {
    try {
      if (id === undefined) sessionStorage.removeItem("session");
      else sessionStorage.setItem("session", id);
    } catch {
      // The list of sessions still has it.
    }
  },
};
