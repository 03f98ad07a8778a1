/*
 * Conditions in the editor of a join form: the earlier questions, the tests that fit and the options are chosen from
 * lists. The inputs of the blocks stay, hidden, and are sent as ever.
 */
(() => {
    const SECTION = /^body-(\d+)-id$/;
    const QUESTION = /^body-(\d+)-value-questions-(\d+)-id$/;
    const OPTION = /^(body-\d+-value-questions-\d+)-value-options-\d+-id$/;

    const option = (value, words) => new Option(words, value);

    class FormConditions extends window.StimulusModule.Controller {
        static values = { always: String, gone: String, choose: String };

        connect() {
            this.form = this.element.closest("form");
            this.kinds = JSON.parse(document.getElementById("form-conditions-kinds").textContent);
            this.onRefreshed = () => this.refresh();
            this.form.addEventListener("form-languages:refreshed", this.onRefreshed);
        }

        disconnect() {
            this.form.removeEventListener("form-languages:refreshed", this.onRefreshed);
        }

        refresh() {
            this.questions = this.readQuestions();
            this.byId = new Map(this.questions.filter(({ asks }) => asks).map((question) => [question.id, question]));
            for (const element of this.form.querySelectorAll(".condition")) this.draw(element);
        }

        input(name) {
            return this.form.elements.namedItem(name);
        }

        text(prefix) {
            const languages = [this.form.dataset.language, "en", "nl", "fr", "de"];
            return languages.map((language) => this.input(`${prefix}-${language}`)?.value.trim()).find(Boolean) || "";
        }

        isDeleted(element) {
            return element.closest('[data-streamfield-child][aria-hidden="true"]') !== null;
        }

        /*
         * The questions, and what stands between them, in the order in which members meet them: what is asked
         * afterwards comes last.
         */
        readQuestions() {
            const stages = { join: [], more: [] };
            const sections = {};
            this.options = {};
            for (const id of this.form.querySelectorAll('input[type=hidden][name^="body-"][name$="-id"]')) {
                const [, section] = SECTION.exec(id.name) || [];
                const [, parent, number] = QUESTION.exec(id.name) || [];
                const [, question] = OPTION.exec(id.name) || [];
                if (this.isDeleted(id)) continue;
                if (section) {
                    sections[section] = [];
                    (stages[this.input(`body-${section}-value-stage`)?.value] || stages.join).push(section);
                } else if (parent) {
                    const prefix = `body-${parent}-value-questions-${number}`;
                    const kind = this.input(`${prefix}-type`).value;
                    // The server keeps an id that it is given.
                    id.value ||= newId();
                    const label = this.text(`${prefix}-value-label`) || kind;
                    const asks = kind in this.kinds;
                    sections[parent].push({ id: id.value, kind, asks, prefix, section: parent, label });
                } else if (question) {
                    id.value ||= newId();
                    const words = this.text(id.name.replace(/-id$/, "-value"));
                    (this.options[question] ||= []).push([id.value, words]);
                }
            }
            this.order = [...stages.join, ...stages.more];
            return this.order.flatMap((section) => sections[section]);
        }

        /* The questions that the condition with this name may look at. */
        earlier(name) {
            const own = this.questions.findIndex(({ prefix }) => name === `${prefix}-value-shown_when`);
            if (own >= 0) return this.questions.slice(0, own).filter(({ asks }) => asks);
            const position = this.order.indexOf(/^body-(\d+)-/.exec(name)[1]);
            const before = new Set(this.order.slice(0, position));
            return this.questions.filter(({ asks, section }) => asks && before.has(section));
        }

        /* The answers to choose from, with their words: the question's own options, or those of a list. */
        codes({ kind, prefix }) {
            return this.options[prefix] || this.kinds[kind].codes[this.form.dataset.language] || [];
        }

        draw(element) {
            const [question, test, value] = ["question", "test", "value"].map((part) =>
                element.querySelector(`[name$="-shown_when-${part}"]`),
            );
            const select = element.querySelector(".condition__question") || this.addSelect(question, test, value);
            const chosen = this.byId.get(question.value);
            this.fill(select, question, false);
            const kind = chosen && this.kinds[chosen.kind];
            for (const each of test.options) {
                const fits = !kind || !each.value || kind.tests.includes(each.value);
                if (each.hidden === fits) each.hidden = each.disabled = !fits;
            }
            this.hide(test, !question.value);
            this.hide(value, !question.value || test.value === "filled");
            this.drawValue(value, test, chosen, kind);
            this.sumUp(element, question, test, value, chosen);
        }

        hide(input, isHidden) {
            const place = input.closest("[data-contentpath]");
            if (place.hidden !== isHidden) place.hidden = isHidden;
        }

        addSelect(question, test, value) {
            const select = document.createElement("select");
            select.className = "condition__question";
            this.standFor(question, select);
            const fill = () => this.fill(select, question, true);
            // Written before the list opens: a form of 300 questions would be slow with 300 full lists.
            select.addEventListener("focus", fill);
            select.addEventListener("pointerenter", fill);
            select.addEventListener("change", () => {
                const kind = this.kinds[this.byId.get(select.value)?.kind];
                this.set(value, "");
                this.set(test, kind ? (kind.tests.includes(test.value) ? test.value : kind.tests[0]) : "");
                this.set(question, select.value);
            });
            return select;
        }

        /* Show `control` in place of `input`, under the same label. */
        standFor(input, control) {
            input.hidden = true;
            control.id = `${input.id}-shown`;
            input.after(control);
            const label = this.labelOf(input);
            if (!label) return;
            label.htmlFor = control.id;
            // A group of boxes is no control that a label could be for.
            label.id ||= `${input.id}-label`;
            if (control.getAttribute("role") === "group") control.setAttribute("aria-labelledby", label.id);
        }

        /* Looked for close by: in a form of 300 questions, a search through the whole page for each is slow. */
        labelOf(input) {
            return input.closest("[data-contentpath]").querySelector("label");
        }

        set(input, text) {
            if (input.value === text) return;
            input.value = text;
            for (const name of ["input", "change"]) input.dispatchEvent(new Event(name, { bubbles: true }));
        }

        fill(select, question, whole) {
            const chosen = this.byId.get(question.value);
            const listed = whole ? this.earlier(question.name.replace(/-question$/, "")) : chosen ? [chosen] : [];
            const options = listed.map(({ id, label }) => option(id, label));
            if (question.value && !listed.some(({ id }) => id === question.value)) {
                options.push(option(question.value, this.goneValue));
            }
            options.unshift(option("", this.alwaysValue));
            const listing = (items) => JSON.stringify([...items].map(({ value, text }) => [value, text]));
            const same = listing(options) === listing(select.options);
            // A list that is open, or about to be, is left as it is.
            if (!same && (whole || document.activeElement !== select)) select.replaceChildren(...options);
            if (select.value !== question.value) select.value = question.value;
        }

        /* The value is typed, or chosen from the options; several are kept with commas between them. */
        drawValue(value, test, chosen, kind) {
            const compared = kind?.compared || "text";
            const type = compared === "codes" ? "text" : compared;
            if (value.type !== type) value.type = type;
            if (type === "number") value.step = "any";
            const several = test.value === "one_of";
            const codes = chosen && compared === "codes" ? this.codes(chosen) : null;
            const drawn = JSON.stringify([codes, several]);
            if (value.dataset.drawn === drawn) return;
            value.dataset.drawn = drawn;
            document.getElementById(`${value.id}-shown`)?.remove();
            const label = this.labelOf(value);
            if (label) label.htmlFor = value.id;
            value.hidden = Boolean(codes);
            if (codes) this.standFor(value, several ? this.boxes(value, codes) : this.choice(value, codes));
        }

        choice(value, codes) {
            const select = document.createElement("select");
            select.append(option("", this.chooseValue), ...codes.map(([code, words]) => option(code, words)));
            select.value = value.value;
            select.addEventListener("change", () => this.set(value, select.value));
            return select;
        }

        boxes(value, codes) {
            const group = document.createElement("div");
            group.setAttribute("role", "group");
            group.className = "condition__options";
            const chosen = new Set(value.value.split(",").map((code) => code.trim()));
            for (const [code, words] of codes) {
                const label = document.createElement("label");
                const box = document.createElement("input");
                Object.assign(box, { type: "checkbox", value: code, checked: chosen.has(code) });
                label.append(box, ` ${words}`);
                group.append(label);
            }
            group.addEventListener("change", (event) => {
                event.stopPropagation();
                this.set(value, [...group.querySelectorAll(":checked")].map((box) => box.value).join(","));
            });
            return group;
        }

        /* The heading says the condition, also while its panel is closed. */
        sumUp(element, question, test, value, chosen) {
            const heading = element.closest("[data-panel]")?.querySelector("[data-panel-heading-text]");
            if (!heading) return;
            let words = this.alwaysValue;
            if (question.value) {
                const codes = new Map(chosen && this.kinds[chosen.kind].compared === "codes" ? this.codes(chosen) : []);
                const operands = test.value === "filled" ? [] : value.value.split(",");
                const values = operands.map((code) => codes.get(code.trim()) || code);
                const said = test.selectedOptions[0]?.text || "";
                words = [`“${chosen?.label || this.goneValue}”`, said, values.join(" / ")].filter(Boolean).join(" ");
            }
            if (heading.textContent !== words) heading.textContent = words;
        }
    }

    /* crypto.randomUUID is missing where the admin is not served over https. */
    const newId = () =>
        "10000000-1000-4000-8000-100000000000".replace(/[018]/g, (digit) =>
            (digit ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (digit / 4)))).toString(16),
        );

    window.wagtail.app.register("form-conditions", FormConditions);
})();
