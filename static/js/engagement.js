/*
 * Helps to find an objective by what one does, and says the unit of what was chosen.
 * Loaded in the head, so that the search is there from the start; without it there is the list, grouped by objective.
 */
(() => {
    const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

    const found = (select, text) => {
        const words = plain(text).split(/\s+/).filter(Boolean);
        if (!words.length) return [];
        return [...select.options].filter((option) => {
            const group = option.parentElement.label ?? "";
            return option.value && words.every((word) => plain(`${option.label} ${group}`).includes(word));
        });
    };

    const showUnit = (select) => {
        const unit = document.querySelector(`[data-unit-for="${CSS.escape(select.name)}"]`);
        const chosen = select.selectedOptions[0];
        if (!unit) return;
        const [own, ...small] = unit.options;
        own.dataset.words ??= own.label;
        own.textContent = chosen?.dataset.unit || own.dataset.words;
        for (const option of small) option.hidden = option.disabled = Boolean(chosen?.dataset.unit) && option.value !== chosen.dataset.small;
        if (unit.selectedOptions[0]?.disabled) unit.value = "";
    };

    const result = (option, choose) => {
        const button = document.createElement("button");
        const objective = document.createElement("span");
        Object.assign(button, { type: "button", className: "find__result", textContent: option.label });
        Object.assign(objective, { className: "find__objective", textContent: option.parentElement.label ?? "" });
        button.append(objective);
        button.addEventListener("click", () => choose(option));
        const item = document.createElement("li");
        item.append(button);
        return item;
    };

    const makeSearchable = (select, find) => {
        const input = find.querySelector("input");
        const status = find.querySelector("[role=status]");
        const results = find.querySelector("ul");

        const choose = (option) => {
            select.value = option.value;
            select.dispatchEvent(new Event("change", { bubbles: true }));
            input.value = "";
            status.textContent = "";
            results.replaceChildren();
            select.focus();
        };

        input.addEventListener("input", () => {
            const options = found(select, input.value);
            const said = options.length ? find.dataset.some.replace("{count}", options.length) : find.dataset.none;
            status.textContent = input.value.trim() ? said : "";
            results.replaceChildren(...options.map((option) => result(option, choose)));
        });
        // Enter would send the whole form.
        input.addEventListener("keydown", (event) => {
            if (event.key !== "Enter") return;
            event.preventDefault();
            results.querySelector("button")?.click();
        });
    };

    const searchable = () =>
        [...document.querySelectorAll("[data-find]")].map((find) => [document.getElementById(find.dataset.find), find]);

    document.documentElement.dataset.finding = "";
    document.addEventListener("DOMContentLoaded", () => {
        for (const [select, find] of searchable()) {
            makeSearchable(select, find);
            showUnit(select);
            select.addEventListener("change", () => showUnit(select));
        }
    });
    // A page that comes back from the browser's memory comes with what was chosen.
    addEventListener("pageshow", () => searchable().forEach(([select]) => showUnit(select)));
})();
