/*
 * Shows and hides questions of the join form at once, as the server will do when the answers are sent.
 * Loaded in the head, so that what stands under a condition is never seen for a moment. Without it every question
 * stands there with a sentence that says when to answer it.
 */
(() => {
    document.documentElement.dataset.conditions = "";

    const own = (1.5).toLocaleString(document.documentElement.lang).charAt(1);
    const other = own === "," ? "." : ",";
    const spaces = " \u00a0\u202f\u2009";

    // A number whose thousands are not grouped at all, or all by the same mark, or all by spaces.
    const pattern = (decimalMark, groupMark) => {
        const grouped = [groupMark, spaces].map((mark) => `[1-9][0-9]{0,2}(?:[${mark}][0-9]{3})+`).join("|");
        return new RegExp(`^([-+]?)([0-9]+|${grouped})(?:[${decimalMark}]([0-9]+))?$`);
    };

    // The rule of parse_number in pledges/engine/numbers.py; NaN where the server would ask again.
    const readNumber = (text) => {
        const plain = text.trim().replaceAll("\u2212", "-");
        let found = pattern(own, other).exec(plain);
        if (!found) {
            found = pattern(other, own).exec(plain);
            // "1500.000" may be a million and a half.
            const couldGroup = found?.[3]?.length === 3 && found[2] !== "0";
            if (!found || (couldGroup && !found[2].includes(own))) return NaN;
        }
        const [, sign, whole, decimals] = found;
        return Number(`${sign}${whole.replace(/[^0-9]/g, "")}.${decimals || 0}`);
    };

    // Where there is no date picker, days are typed in ways that only the server reads.
    const readDay = (text) => (/^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(text) : NaN);

    // Without regard to capitals: "ß" and "SS" are the same, as for the server.
    const fold = (text) => text.trim().toUpperCase();

    // What the fields of the question hold; of a file its name.
    const answers = (form, { names }) =>
        names
            .flatMap((name) => new FormData(form).getAll(name))
            .map((entry) => (typeof entry === "string" ? entry : entry.name))
            .filter((text) => text.trim());

    // Null where only the server can say.
    const isMet = (form, condition) => {
        const { test, kind, values } = condition;
        const given = answers(form, condition);
        if (!given.length) return false;
        if (test === "filled") return true;
        if (kind === "number" || kind === "date") {
            const size = (kind === "date" ? readDay : readNumber)(given[0]);
            const limit = kind === "date" ? Date.parse(values[0]) : Number(values[0]);
            if (Number.isNaN(size) || Number.isNaN(limit)) return null;
            return { above: size > limit, below: size < limit, is_not: size !== limit }[test] ?? size === limit;
        }
        const wanted = values.map(fold);
        const isPart = test === "contains" && kind !== "codes";
        const holds = (text) => wanted.some((value) => (isPart ? fold(text).includes(value) : fold(text) === value));
        return given.some(holds) !== (test === "is_not");
    };

    const decide = (form) => {
        // From top to bottom: what is hidden answers nothing, so that what hangs on it is hidden too.
        for (const question of form.querySelectorAll("[data-shown-when]")) {
            let met = isMet(form, JSON.parse(question.dataset.shownWhen));
            // What the server wants mended stays in reach, together with the sentence that says when to answer it.
            if (!met && question.querySelector(".field--wrong")) met = null;
            question.toggleAttribute("data-hidden", met === false);
            question.toggleAttribute("data-undecided", met === null);
            for (const control of question.querySelectorAll("input, select, textarea")) control.disabled = met === false;
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
