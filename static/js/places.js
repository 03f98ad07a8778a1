/*
 * Offers places of Belgium while one is typed, in the browser's own list below the field.
 * Without it the field takes any way to write a place, and the server says so where that may mean several.
 */
const PAUSE = 150; // milliseconds without a key, before the site is asked
const SHORTEST = 2;

const listOf = (field) => {
    if (!field.list) {
        const list = document.createElement("datalist");
        list.id = `${field.id}-places`;
        field.after(list);
        field.setAttribute("list", list.id);
    }
    return field.list;
};

let pause;
let question;

const ask = async (field, address) => {
    question?.abort();
    question = new AbortController();
    try {
        const answer = await fetch(`${address}?q=${encodeURIComponent(field.value.trim())}`, { signal: question.signal });
        if (!answer.ok) return;
        const { places } = await answer.json();
        listOf(field).replaceChildren(...places.map(({ text, about }) => new Option(about, text)));
    } catch {
        // Asked again meanwhile, or no connection: the field takes what is typed all the same.
    }
};

document.addEventListener("input", ({ target }) => {
    const address = target.closest?.("[data-places]")?.dataset.places;
    if (!address) return;
    clearTimeout(pause);
    const typed = target.value.trim();
    const isChosen = [...(target.list?.options ?? [])].some(({ value }) => value === typed);
    if (typed.length >= SHORTEST && !isChosen) pause = setTimeout(() => ask(target, address), PAUSE);
});
