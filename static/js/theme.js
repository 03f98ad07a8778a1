/*
 * Light or dark, as the reader chose it in the footer; without a choice the device decides.
 * Loaded in the head and run before anything is drawn, so that no page flashes in the other colours.
 * The choice is kept in the browser's own storage: it is never sent anywhere.
 */
(() => {
    const KEY = "theme";
    const root = document.documentElement;

    // A browser may refuse storage; then a choice holds for the page on which it was made.
    const stored = () => {
        try {
            return localStorage.getItem(KEY);
        } catch {
            return null;
        }
    };

    const store = (theme) => {
        try {
            if (theme) localStorage.setItem(KEY, theme);
            else localStorage.removeItem(KEY);
        } catch {
            // Nothing to keep it in.
        }
    };

    const apply = (theme) => {
        if (theme === "light" || theme === "dark") root.dataset.theme = theme;
        else delete root.dataset.theme;
    };

    const mark = () => {
        for (const choice of document.querySelectorAll("[data-theme-choice]")) {
            choice.checked = choice.value === (root.dataset.theme ?? "");
        }
    };

    apply(stored());
    document.addEventListener("DOMContentLoaded", mark);
    document.addEventListener("change", ({ target }) => {
        if (!target.matches("[data-theme-choice]")) return;
        store(target.value);
        apply(target.value);
    });
    addEventListener("storage", ({ key, newValue }) => {
        if (key !== KEY) return;
        apply(newValue);
        mark();
    });
    // A page that comes back from the browser's memory may hold an older choice.
    addEventListener("pageshow", ({ persisted }) => {
        if (!persisted) return;
        apply(stored());
        mark();
    });
})();
