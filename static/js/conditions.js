/*
 * Shows and hides questions of the join form at once, as the server will do when the answers are sent.
 * Loaded in the head, so that what stands under a condition is never seen for a moment. Without it every question
 * stands there with a sentence that says when to answer it.
 */
(() => {
    document.documentElement.dataset.conditions = "";

    const decimalMark = (1.5).toLocaleString(document.documentElement.lang).charAt(1);
    const size = (kind, text) => {
        if (kind === "date") return Date.parse(text);
        const own = decimalMark === "," ? text.replace(/[.\s]/g, "").replace(",", ".") : text.replace(/[,\s]/g, "");
        return own === "" ? NaN : Number(own);
    };

    // Text as the server compares it: a number in figures, everything else without regard to capitals. Of a file its name.
    const answers = (form, { names }) =>
        names
            .flatMap((name) => new FormData(form).getAll(name))
            .map((entry) => (typeof entry === "string" ? entry : entry.name))
            .filter((text) => text.trim());

    const isMet = (form, condition) => {
        const { test, kind, values } = condition;
        const given = answers(form, condition);
        if (!given.length) return false;
        if (test === "filled") return true;
        const sized = kind === "number" || kind === "date";
        const limit = sized ? (kind === "date" ? Date.parse(values[0]) : Number(values[0])) : null;
        if (test === "above") return size(kind, given[0]) > limit;
        if (test === "below") return size(kind, given[0]) < limit;
        const same = (text) =>
            sized
                ? size(kind, text) === limit
                : values.some((value) => value.toLowerCase() === text.trim().toLowerCase());
        if (test === "is_not") return !given.some(same);
        if (test === "contains" && kind !== "codes") {
            return given.some((text) => values.some((value) => text.toLowerCase().includes(value.toLowerCase())));
        }
        return given.some(same);
    };

    const decide = (form) => {
        // From top to bottom: what is hidden answers nothing, so that what hangs on it is hidden too.
        for (const question of form.querySelectorAll("[data-shown-when]")) {
            const met = isMet(form, JSON.parse(question.dataset.shownWhen));
            question.toggleAttribute("data-hidden", !met);
            for (const control of question.querySelectorAll("input, select, textarea")) control.disabled = !met;
        }
    };

    const decideAll = () => {
        for (const form of document.querySelectorAll("form:has([data-shown-when])")) decide(form);
    };

    document.addEventListener("DOMContentLoaded", decideAll);
    // A page that comes back from the browser's memory comes with the answers that were typed.
    addEventListener("pageshow", decideAll);
    for (const event of ["input", "change"]) {
        document.addEventListener(event, ({ target }) => target.form?.querySelector("[data-shown-when]") && decide(target.form));
    }
})();
