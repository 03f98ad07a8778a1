/*
 * The editor of a join form shows its texts in one language at a time, with a count of what is missing in each.
 * Every text stands in a `.four-languages` group whose inputs end in the code of their language.
 */
(() => {
    const REMEMBERED = "form-language";
    const TYPING_PAUSE = 150; // milliseconds
    const IN_LANGUAGE = /[-_](en|nl|fr|de)$/;

    class FormLanguages extends window.StimulusModule.Controller {
        static targets = ["switch", "button", "missing", "list"];
        static values = { one: String, several: String };

        connect() {
            this.form = this.element.closest("form");
            this.switchTarget.hidden = false;
            this.show(sessionStorage.getItem(REMEMBERED) || document.documentElement.lang.split("-")[0]);
            this.observer = new MutationObserver((changes) => {
                if (changes.some(({ target }) => !this.element.contains(target))) this.plan();
            });
            // A deleted block stays in the page, hidden.
            const watched = { childList: true, subtree: true, attributes: true, attributeFilter: ["aria-hidden"] };
            this.observer.observe(this.form, watched);
            // Counting can wait for a pause in the typing; a new block cannot.
            this.onInput = () => {
                clearTimeout(this.pause);
                this.pause = setTimeout(() => this.plan(), TYPING_PAUSE);
            };
            this.form.addEventListener("input", this.onInput);
            this.plan();
        }

        disconnect() {
            this.observer.disconnect();
            clearTimeout(this.pause);
            this.form.removeEventListener("input", this.onInput);
        }

        choose({ currentTarget }) {
            this.show(currentTarget.dataset.language);
            this.plan();
        }

        show(language) {
            const known = this.buttonTargets.map((button) => button.dataset.language);
            this.language = known.includes(language) ? language : known[0];
            this.form.dataset.language = this.language;
            sessionStorage.setItem(REMEMBERED, this.language);
            for (const button of this.buttonTargets) {
                button.setAttribute("aria-pressed", button.dataset.language === this.language);
            }
        }

        /* Once a frame, however much changes in it. */
        plan() {
            this.planned ||= requestAnimationFrame(() => {
                this.planned = null;
                this.refresh();
            });
        }

        refresh() {
            const groups = this.groups();
            if (groups.length) this.showFirstError();
            const missing = { en: [], nl: [], fr: [], de: [] };
            for (const inputs of groups) {
                const isWritten = inputs.some((input) => input.value.trim());
                for (const input of inputs) {
                    if (!input.value.trim() && (isWritten || input.required)) {
                        missing[IN_LANGUAGE.exec(input.name)[1]].push(input);
                    }
                }
            }
            for (const button of this.buttonTargets) {
                const { length } = missing[button.dataset.language];
                const words = length === 1 ? this.oneValue : this.severalValue.replace("{count}", length);
                button.querySelector(".form-languages__count").textContent = words;
                button.classList.toggle("is-complete", !length);
            }
            this.list(missing[this.language]);
            this.dispatch("refreshed", { target: this.form });
        }

        /* The inputs of each text that is not deleted; each is marked with its language for the stylesheet. */
        groups() {
            const deleted = '[data-streamfield-child][aria-hidden="true"]';
            return [...this.form.querySelectorAll(".four-languages")]
                .filter((group) => !group.closest(deleted))
                .map((group) =>
                    [...group.querySelectorAll("input[type=text], textarea")].filter((input) => {
                        const found = IN_LANGUAGE.exec(input.name);
                        const own = group.matches(".struct-block") ? "[data-contentpath]" : ".w-panel__wrapper";
                        const place = found && input.closest(own);
                        if (place && place.dataset.inLanguage !== found[1]) place.dataset.inLanguage = found[1];
                        return place;
                    }),
                );
        }

        /* After a refused save: begin where something has to be mended. */
        showFirstError() {
            if (this.lookedForErrors) return;
            this.lookedForErrors = true;
            const place = this.form.querySelector("[data-in-language]:has(.w-field--error)");
            const shown = this.form.querySelector(`[data-in-language="${this.language}"]:has(.w-field--error)`);
            if (place && !shown) this.show(place.dataset.inLanguage);
        }

        list(inputs) {
            const names = inputs.map((input) => this.nameOf(input));
            this.missingTarget.hidden = !inputs.length;
            this.inputs = inputs;
            if (this.listed === names.join("\n")) return;
            this.listed = names.join("\n");
            this.listTarget.replaceChildren(
                ...names.map((name, index) => {
                    const item = document.createElement("li");
                    const button = document.createElement("button");
                    button.type = "button";
                    button.className = "form-languages__go";
                    button.textContent = name;
                    button.addEventListener("click", () => this.go(this.inputs[index]));
                    item.append(button);
                    return item;
                }),
            );
        }

        /* What a text is called: section, question and part, each with its own words or its place in the list. */
        nameOf(input) {
            const names = [];
            for (const panel of this.panelsAround(input)) {
                const type = panel.querySelector(":scope > .w-panel__header .c-sf-block__type");
                if (type) names.unshift(type.textContent + this.titleOf(panel));
            }
            const label = this.form.querySelector(`label[for="${input.id}"]`);
            return names.join(" › ") || label?.textContent.trim() || input.name;
        }

        /* From the innermost to the outermost. */
        panelsAround(input) {
            const panel = input.parentElement.closest("[data-panel]");
            return panel ? [panel, ...this.panelsAround(panel)] : [];
        }

        titleOf(panel) {
            const child = panel.parentElement.closest("[data-streamfield-child]");
            if (child !== panel.parentElement) return "";
            const prefix = child.querySelector(':scope > input[name$="-id"]').name.replace(/-id$/, "-value");
            const languages = [this.language, "en", "nl", "fr", "de"];
            const inputs = ["label", "title"].flatMap((part) => languages.map((code) => `${prefix}-${part}-${code}`));
            const words = inputs.map((name) => this.form.elements.namedItem(name)?.value.trim()).find(Boolean);
            if (words) return ` “${words}”`;
            const siblings = [...child.parentElement.children].filter(({ dataset }) => "streamfieldChild" in dataset);
            return ` ${siblings.indexOf(child) + 1}`;
        }

        go(input) {
            for (const panel of this.panelsAround(input)) {
                const toggle = panel.querySelector("[data-panel-toggle]");
                if (toggle?.getAttribute("aria-expanded") === "false") toggle.click();
            }
            input.focus();
        }
    }

    window.wagtail.app.register("form-languages", FormLanguages);
})();
